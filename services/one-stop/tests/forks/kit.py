"""A procedure whose steps fork into three agencies and join again, and a dossier at the fork."""

from pathlib import Path
from typing import Any

import httpx

from ..parts.kit import FOURTH, OFFICES, SPECIALIST, THERE, THIRD, held, staff
from ..results.test_several_levels import _change

FORK: dict[str, Any] = {
    "code": "fork", "name": "Các nơi cùng làm", "role": SPECIALIST, "hours": 40, "actions": [],
    "parallel": [
        {"name": "Ý kiến về đất đai", "of": THERE, "hours": 16},
        {"name": "Ý kiến về giao thông", "of": THIRD, "hours": 24},
        {"name": "Ý kiến về thương mại", "of": FOURTH, "hours": 8},
    ],
}  # fmt: skip
SUM: dict[str, Any] = {"code": "sum", "name": "Tổng hợp", "role": SPECIALIST, "hours": 16, "actions": []}


def forked(row: dict[str, Any]) -> None:
    row["steps"][2:2] = [FORK, SUM]
    row["term"] = {"amount": 30, "unit": "working_days"}


async def ready(office: Any, tmp_path: Path, folder: Path, change: Any = forked) -> str:
    """Held by the specialist at the step before the fork."""
    for agency, name in OFFICES.items():
        await staff(office, folder, agency, name)
    await _change(office, tmp_path / "province", change)
    return await held(office)


async def into_the_fork(office: Any, dossier: str) -> httpx.Response:
    answer: httpx.Response = await office.act(dossier, "transfer", SPECIALIST, {})
    assert answer.status_code == 200, answer.text
    return answer


async def where(office: Any, dossier: str) -> tuple[str, str | None, str]:
    """Step, holder, and what it waits for."""
    (row,) = await office.rows("SELECT step_code, holder_id, awaits FROM dossier WHERE id = $1::uuid", dossier)
    return row["step_code"], row["holder_id"], row["awaits"]


async def joins(office: Any) -> int:
    return len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'branches-joined'"))

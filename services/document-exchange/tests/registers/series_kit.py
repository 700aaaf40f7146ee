"""Hệ thống số as the clerk enters it, and documents that are numbered in it."""

from typing import Any

from shared.access.rights import Role
from shared.core import clock

HERE, OTHER = "000.00.11.H08", "000.00.02.H08"
BOARD: dict[str, Any] = {
    "name": "Ban Chỉ đạo chuyển đổi số",
    "symbol": "BCĐ",
    "decision": "Quyết định 12/QĐ-STTTT ngày 05/01/2026",
}


async def opened(house: Any, status: int = 201, agency: str = HERE, **changes: Any) -> dict[str, Any]:
    body = BOARD | {"since_year": clock.local_now().year} | changes
    answer = await house.call(house.person(Role.RECORDS_CLERK, agency), "POST", "/number-series", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def changed(house: Any, series: dict[str, Any], status: int = 200, **changes: Any) -> dict[str, Any]:
    body = {name: value for name, value in series.items() if name not in ("id", "kind", "has_numbers")} | changes
    answer = await house.call(house.person(Role.RECORDS_CLERK), "PUT", f"/number-series/{series['id']}", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def signed(house: Any, **changes: Any) -> str:
    document_id = str(await house.draft(**{"all_agencies": False, "addressees": [OTHER]} | changes))
    await house.step(document_id, "submit", Role.SPECIALIST)
    await house.step(document_id, "sign", Role.LEADER)
    return document_id


async def reference(house: Any, document_id: str, **more: Any) -> str:
    return str((await house.step(document_id, "number", Role.RECORDS_CLERK, **more))["reference"])


async def numbered(house: Any, **changes: Any) -> str:
    """Số, ký hiệu of a document drafted so."""
    return await reference(house, await signed(house, **changes))


async def all_series(house: Any) -> dict[str, dict[str, Any]]:
    answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", "/number-series")
    return {one["name"]: one for one in answer.json()}


def sentence(refused: dict[str, Any]) -> tuple[str, str]:
    """The code of a refusal and where it stands."""
    return str(refused["code"]), str(refused["errors"][0]["pointer"])

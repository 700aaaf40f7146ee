"""One dossier from the queue to the citizen's hands, by API."""

import asyncio
import re
import subprocess
from pathlib import Path
from typing import Any

from testing.factories import handed_to_applicant

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"number": "12/GCN-SXD", "title": "Giấy chứng nhận", "body": "Công nhận đủ điều kiện theo quy định."}


def test_a_dossier_goes_the_whole_way(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            counter = office.headers(COUNTER)
            listed = (await office.client.get("/api/one-stop/v1/dossiers", headers=counter)).json()
            assert [item["id"] for item in listed["items"]] == [dossier]
            await _walk(office, dossier)
            whole = (await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}", headers=counter)).json()
            await _check_history(office, dossier, whole, tmp_path)
            await _check_signature(office, dossier, whole["files"][-1]["sha256"], tmp_path)
            await _check_told(office)

    asyncio.run(run())


async def _walk(office: Any, dossier: str) -> None:
    """Every act on its way; once the leader sends the draft back."""

    async def act(name: str, role: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await office.act(dossier, name, role, body)
        assert answer.status_code == 200, (name, answer.text)
        moved: dict[str, Any] = answer.json()
        return moved

    accepted = await act("accept", COUNTER)
    assert accepted["code"].startswith(f"{office.agency}-")
    assert accepted["code"].endswith("-0001")
    await act("transfer", COUNTER, {})
    await act("transfer", LEADER, {"holder_id": f"{SPECIALIST}.{office.agency}"})
    await act("finish", SPECIALIST, DRAFT)
    await act("return", LEADER, {"reason": "Bổ sung căn cứ pháp lý"})
    await act("finish", SPECIALIST, DRAFT)
    assert (await act("sign", LEADER))["status"] == 9
    assert (await act("hand-over", COUNTER, handed_to_applicant()))["status"] == 10


async def _check_history(office: Any, dossier: str, whole: dict[str, Any], folder: Path) -> None:
    """Numbered alike for programs, on the page and on the control sheet."""
    counter = office.headers(COUNTER)
    assert [row["action"] for row in whole["hand_overs"]] == [
        "file", "accept", "transfer", "transfer", "finish", "return", "finish", "sign", "hand-over",
    ]  # fmt: skip
    assert [row["number"] for row in whole["hand_overs"]] == list(range(1, 10))
    part = f"/mot-cua/ho-so/{dossier}/tien-trinh"
    page = (await office.client.get(part, headers=counter | {"hx-request": "true"})).text
    shown = re.findall(r'lt-timeline__title">(?:<[^>]*>)?(\d+)\. ', page)
    assert shown == [str(number) for number in range(1, 10)]
    control = folder / "mau-06.pdf"
    answer = await office.client.get(f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat", headers=counter)
    control.write_bytes(answer.content)
    printed = await _said_by("pdftotext", "-layout", str(control), "-")
    assert re.findall(r"Lượt (\d+)", printed) == [str(number) for number in range(1, 9)]


async def _check_signature(office: Any, dossier: str, sha256: str, folder: Path) -> None:
    pdf = folder / "ket-qua.pdf"
    url = f"/api/one-stop/v1/dossiers/{dossier}/files/{sha256}"
    pdf.write_bytes((await office.client.get(url, headers=office.headers(COUNTER))).content)
    report = await _said_by("pdfsig", str(pdf))
    assert "Signature is Valid" in report
    assert "Lê Quang Minh" in report


async def _check_told(office: Any) -> None:
    rows = await office.rows("SELECT type, sequence FROM outbox WHERE kind = 'dossier' ORDER BY position")
    in_sequence = sorted(rows, key=lambda row: row["sequence"])
    assert in_sequence[0]["type"] == "one-stop.dossier-received.v1"
    assert in_sequence[-1]["type"] == "one-stop.result-returned.v1"
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))


async def _said_by(*command: str) -> str:
    """What another program says of it."""
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    return done.stdout

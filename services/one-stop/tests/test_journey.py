"""One dossier from the queue to the citizen's hands, by API."""

import asyncio
import re
import subprocess
from pathlib import Path


def test_a_dossier_goes_the_whole_way(one_stop, tmp_path: Path):
    asyncio.run(_whole_way(one_stop, tmp_path))


async def _whole_way(one_stop, tmp_path: Path) -> None:
    async with one_stop() as office:
        client = office.client
        filed = office.a_submission()
        await office.tell(filed, "online-services")
        url = f"/api/one-stop/v1/dossiers/{filed.submission_id}"
        counter, specialist, leader = (office.headers(role) for role in ("counter-officer", "specialist", "leader"))
        listed = (await client.get("/api/one-stop/v1/dossiers", headers=counter)).json()
        assert [item["id"] for item in listed["items"]] == [filed.submission_id]

        async def act(name: str, headers: dict[str, str], body: dict | None = None) -> dict:
            answer = await client.post(f"{url}/{name}", headers=headers, json=body)
            assert answer.status_code == 200, (name, answer.text)
            return answer.json()

        accepted = await act("accept", counter)
        assert accepted["code"].startswith(f"{office.agency}-")
        assert accepted["code"].endswith("-0001")
        await act("transfer", counter, {})
        await act("transfer", leader, {"holder_id": f"specialist.{office.agency}"})
        await act(
            "finish",
            specialist,
            {"number": "12/GCN-SXD", "title": "Giấy chứng nhận", "body": "Công nhận đủ điều kiện theo quy định."},
        )
        await act("return", leader, {"reason": "Bổ sung căn cứ pháp lý"})
        await act(
            "finish",
            specialist,
            {"number": "12/GCN-SXD", "title": "Giấy chứng nhận", "body": "Công nhận đủ điều kiện theo quy định."},
        )
        assert (await act("sign", leader))["status"] == 9
        assert (await act("hand-over", counter))["status"] == 10
        whole = (await client.get(url, headers=counter)).json()
        assert [row["action"] for row in whole["hand_overs"]] == [
            "file", "accept", "transfer", "transfer", "finish", "return", "finish", "sign", "hand-over",
        ]  # fmt: skip
        assert [row["number"] for row in whole["hand_overs"]] == list(range(1, 10))
        part = f"/mot-cua/ho-so/{filed.submission_id}/tien-trinh"
        page = (await client.get(part, headers=counter | {"hx-request": "true"})).text
        shown = re.findall(r'lt-timeline__title">(?:<[^>]*>)?(\d+)\. ', page)
        assert shown == [str(number) for number in range(1, 10)]
        control = tmp_path / "mau-06.pdf"
        answer = await client.get(f"/mot-cua/ho-so/{filed.submission_id}/phieu-kiem-soat", headers=counter)
        control.write_bytes(answer.content)
        command = ["pdftotext", "-layout", str(control), "-"]
        printed = (await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)).stdout
        assert re.findall(r"Lượt (\d+)", printed) == [str(number) for number in range(1, 9)]
        signed = whole["files"][-1]
        pdf = tmp_path / "ket-qua.pdf"
        answer = await client.get(f"{url}/files/{signed['sha256']}", headers=counter)
        pdf.write_bytes(answer.content)
        report = (await asyncio.to_thread(subprocess.run, ["pdfsig", str(pdf)], capture_output=True, text=True)).stdout
        assert "Signature is Valid" in report
        assert "Lê Quang Minh" in report
        events = [
            row["type"] for row in await office.rows("SELECT type FROM outbox WHERE kind = 'dossier' ORDER BY sequence")
        ]
        assert events[0] == "one-stop.dossier-received.v1"
        assert events[-1] == "one-stop.result-returned.v1"
        sequences = [
            row["sequence"]
            for row in await office.rows("SELECT sequence FROM outbox WHERE kind = 'dossier' ORDER BY position")
        ]
        assert sequences == list(range(1, len(sequences) + 1))

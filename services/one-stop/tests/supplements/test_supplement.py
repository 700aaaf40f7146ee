"""A supplement from request to complete answer, with the clock."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.online_services import SupplementFiled
from shared.contracts.values import AttachedPaper, FileReference
from shared.core import clock
from shared.core.clock import VIETNAM


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=VIETNAM)


def _a_file(letter: str) -> FileReference:
    return FileReference(sha256=letter * 64, size=10, media_type="application/pdf", name=f"{letter}.pdf")


async def _at_the_specialists(office: Any) -> str:
    """Filed, accepted and claimed on the second at eight."""
    with clock.stopped_at(_at(2, 8)):
        dossier: str = await office.file("hop-bao", filed_at=_at(2, 8))
        await office.act(dossier, "accept", "counter-officer")
        await office.act(dossier, "transfer", "counter-officer", {})
        await office.act(dossier, "claim", "specialist")
    return dossier


async def _ask(office: Any, dossier: str) -> dict[str, Any]:
    """On the second at ten the phone number and the first paper are asked for anew; what was sent."""
    items = [
        {"pointer": "/applicant_phone", "note": "Thiếu một chữ số"},
        {"paper_code": office.procedures["hop-bao"]["papers"][0]["code"], "note": "Chụp lại"},
    ]
    asked = {"reason": "Bản chụp bị mờ", "items": items}
    with clock.stopped_at(_at(2, 10)):
        answer = await office.act(dossier, "request-supplement", "specialist", asked)
    assert answer.status_code == 200, answer.text
    return asked


def _sent(dossier: str, code: str) -> SupplementFiled:
    """On the third at ten: what was asked for, and a name and a paper that were not."""
    return SupplementFiled(
        submission_id=dossier,
        answers={"applicant_phone": "0905999888", "applicant_name": "Kẻ khác"},
        papers=tuple(
            AttachedPaper(paper_code=code, paper_name="x", file=_a_file(letter))
            for code, letter in ((code, "c"), ("LA", "d"))
        ),
        filed_at=_at(3, 10),
    )


def test_only_what_was_asked_is_applied_and_the_clock_goes_on(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["hop-bao"]["papers"][0]["code"]
            dossier = await _at_the_specialists(office)
            (before,) = await office.rows("SELECT due_at, step_due_at FROM dossier")
            await _ask(office, dossier)
            with clock.stopped_at(_at(2, 10)):
                waits = await office.act(
                    dossier, "finish", "specialist", {"number": "1", "title": "a", "body": "a" * 20}
                )
                assert (waits.status_code, waits.json()["code"]) == (409, "dossier_waits_for_supplement")
            await office.tell(_sent(dossier, code), "online-services")
            (row,) = await office.rows("SELECT status, answers, due_at, step_due_at, paused_at, holder_id FROM dossier")
            assert row["status"] == 4
            assert "0905999888" in row["answers"]
            assert "Kẻ khác" not in row["answers"]
            assert row["paused_at"] is None
            assert row["holder_id"] == f"specialist.{office.agency}"
            # Eight working hours lie between the two mornings.
            assert row["due_at"] - before["due_at"] >= timedelta(hours=8)
            papers = await office.rows(
                "SELECT sha256, replaced_at FROM dossier_paper WHERE paper_code = $1 ORDER BY added_at", code
            )
            assert [(p["sha256"][0], p["replaced_at"] is not None) for p in papers] == [("a", True), ("c", False)]
            assert not await office.rows("SELECT 1 FROM dossier_paper WHERE paper_code = 'LA'")
            told = await office.rows(
                "SELECT data::text FROM outbox WHERE type = 'one-stop.dossier-moved.v1' ORDER BY position"
            )
            assert "supplement-taken-in" in told[-1]["data"]

    asyncio.run(run())


def test_more_is_asked_only_with_a_legal_basis_and_a_leader_who_approves(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _at_the_specialists(office)
            asked = await _ask(office, dossier)
            code = office.procedures["hop-bao"]["papers"][0]["code"]
            await office.tell(_sent(dossier, code), "online-services")
            again = await office.act(dossier, "request-supplement", "specialist", asked)
            assert (again.status_code, again.json()["code"]) == (409, "supplement_asked_already")
            basis = {"legal_basis": "Điều 12 Luật Báo chí"}
            alone = await office.act(dossier, "request-supplement", "specialist", asked | basis)
            assert [error["pointer"] for error in alone.json()["errors"]] == ["/approver_id"]
            nobody = basis | {"approver_id": f"specialist.{office.agency}"}
            refused = await office.act(dossier, "request-supplement", "specialist", asked | nobody)
            assert [error["code"] for error in refused.json()["errors"]] == ["approver_unknown"]
            basis["approver_id"] = f"leader.{office.agency}"
            lawful = await office.act(dossier, "request-supplement", "specialist", asked | basis)
            assert lawful.status_code == 200
            (kept,) = await office.rows(
                "SELECT stage, approved_by_name FROM supplement_request WHERE approved_by <> ''"
            )
            assert (kept["stage"], kept["approved_by_name"]) == ("processing", "Lê Quang Minh, Phó Giám đốc")
            (slip,) = await office.rows(
                "SELECT snapshot ->> 'approver' AS approver FROM printed_form WHERE snapshot ->> 'approver' <> ''"
            )
            assert slip["approver"] == "Lê Quang Minh, Phó Giám đốc"

    asyncio.run(run())


def test_at_intake_the_dossier_comes_back_to_the_queue(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            asked = {"reason": "Thiếu thông tin", "items": [{"pointer": "/applicant_name", "note": "Ghi đủ họ tên"}]}
            assert (await office.act(dossier, "request-supplement", "counter-officer", asked)).json()["status"] == 5
            await office.tell(
                SupplementFiled(
                    submission_id=dossier, answers={"applicant_name": "Đặng P. Thượng"}, filed_at=clock.now()
                ),
                "online-services",
            )
            (row,) = await office.rows("SELECT status, due_at, supplements_asked FROM dossier")
            assert (row["status"], row["due_at"], row["supplements_asked"]) == (1, None, 0)
            assert (await office.act(dossier, "accept", "counter-officer")).status_code == 200

    asyncio.run(run())


def test_bad_items_are_refused_with_their_place(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            asked = {"reason": "Thiếu thông tin", "items": [{"pointer": "/khong-co", "note": "x"}]}
            answer = await office.act(dossier, "request-supplement", "counter-officer", asked)
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["pointer"] == "/items/0/pointer"
            assert not await office.rows("SELECT 1 FROM supplement_request")

    asyncio.run(run())

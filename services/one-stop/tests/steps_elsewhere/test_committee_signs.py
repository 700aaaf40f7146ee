"""A department drafts and approves, the committee above it signs: whose turn it is, who may what, whose number and whose figure (H5)."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from one_stop.changeovers.actions import _move
from one_stop.changeovers.rules import Target
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_at_counter
from one_stop.dossiers.turns import Turn, time_of_each, turns_of
from one_stop.procedures.actions import publish_procedure
from one_stop.procedures.queries import find_current, get_version
from one_stop.results.rules import notation_of
from one_stop.returns.queries import hold_for_return
from shared.core.errors import NotFound
from shared.core.identifiers import new_id
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf

from ..parts.kit import NAMES, held, staff, there
from ..results.test_several_levels import DRAFT, REVIEW, _change, _drafted

ABOVE, ABOVE_NAME = "000.00.00.H08", "Ủy ban nhân dân tỉnh Bình Định"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
API = "/api/one-stop/v1"
SHORTER = {"amount": 1, "unit": "working_days"}


def _above_signs(row: dict[str, Any]) -> None:
    """Two signatures: the department's leader approves, the committee's signs the result."""
    row["steps"].insert(-2, REVIEW)
    row["steps"][-2]["at"] = "parent"


async def _ready(office: Any, tmp_path: Path, folder: Path, number: str = "") -> str:
    """Approved by the department, waiting for the committee."""
    await staff(office, folder, ABOVE, ABOVE_NAME)
    await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", ABOVE, office.agency)
    await _change(office, tmp_path / "province", _above_signs)
    dossier = await _drafted(office, number)
    done = await office.act(dossier, "approve", LEADER, {"note": "Đồng ý trình Ủy ban"})
    assert done.status_code == 200, done.text
    return dossier


async def _act(office: Any, who: Any, dossier: str, name: str, said: Any = None) -> Any:
    return await office.client.post(f"{API}/dossiers/{dossier}/{name}", headers=office.headers(who), json=said)


async def _work(office: Any, who: Any, **wanted: str) -> list[str]:
    found = (await office.client.get(f"{API}/dossiers", headers=office.headers(who), params=wanted)).json()
    return [row["id"] for row in found["items"]]


async def _has_a_signature_above(office: Any, dossier: str) -> None:
    (result,) = await office.rows("SELECT sha256, number FROM dossier_result")
    url = f"{API}/dossiers/{dossier}/files/{result['sha256']}"
    pdf = (await office.client.get(url, headers=office.headers(COUNTER))).content
    (report,) = await asyncio.to_thread(verify_pdf, pdf, TrustAnchors.of_authority(office.settings.authority_folder))
    assert report.valid
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert NAMES[LEADER] in text


async def _ends_at_the_department(office: Any, dossier: str, above: Any) -> None:
    (row,) = await office.rows("SELECT holder_id, step_code, agency_code FROM dossier")
    assert tuple(row) == (None, "return", office.agency), "it is returned by the agency that has it"
    slips = await office.rows("SELECT 1 FROM printed_form WHERE form_no = 'approval'")
    assert len(slips) == 1, "the department has signed that it approves"
    url = f"{API}/dossiers/{dossier}"
    seen = (await office.client.get(url, headers=office.headers(above))).json()
    assert seen["allowed_actions"] == [], "its step is done: it sees what became of it, and does nothing more"
    after = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(above))
    assert after.status_code == 200


async def _counter_above_has_nothing_of_it(office: Any, dossier: str) -> None:
    """Fees and results are the matter of the counters that received and decide it."""
    counter, fee = there(office, COUNTER, ABOVE), {"payer_name": "Lê Thị Bé"}
    for name, said in (("remind", None), ("fee-receipts", fee), ("scan", None)):
        refused = await _act(office, counter, dossier, name, said)
        assert refused.status_code in (403, 404, 422), (name, refused.text)
    async with office.database.sessions() as session:
        with pytest.raises(NotFound):
            await get_at_counter(session, UUID(dossier), ABOVE)
        with pytest.raises(NotFound):
            await hold_for_return(session, UUID(dossier), ABOVE)


def test_a_typed_number_crosses_no_series_of_who_will_sign(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder, ABOVE, ABOVE_NAME)
            await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", ABOVE, office.agency)
            await _change(office, tmp_path / "province", _above_signs)
            dossier = await held(office)
            (row,) = await office.rows("SELECT short_name FROM agency WHERE code = $1", ABOVE)
            draft = DRAFT | {"number": f"57/{notation_of(row['short_name'], ABOVE)}"}
            refused = await office.act(dossier, "finish", SPECIALIST, draft)
            assert refused.status_code == 422, refused.text
            assert [fault["code"] for fault in refused.json()["errors"]] == ["result_number_of_series"]

    asyncio.run(run())


def test_the_committee_signs_what_the_department_drafted_with_its_own_head_number_and_book(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _ready(office, tmp_path, authority_folder)
            above, own = there(office, LEADER, ABOVE, agency_name=ABOVE_NAME), office.identity(LEADER)
            (row,) = await office.rows("SELECT holder_id, holder_name, agency_code FROM dossier")
            assert tuple(row) == (f"agency:{ABOVE}", ABOVE_NAME, office.agency)
            assert await _work(office, above) == [dossier], "it is on the work list of who signs"
            assert await _work(office, own) == [], "and no more on that of who has approved"
            assert await _work(office, own, scope="agency") == [dossier], "whose agency sees whose turn it is"
            told = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.officers-notified.v1'")
            assert [one for one in told if "dossier-to-sign" in str(one["data"]) and ABOVE in str(one["data"])]
            early = await _act(office, own, dossier, "sign")
            assert (early.status_code, early.json()["code"]) == (409, "dossier_at_another_step")
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(above))
            assert page.status_code == 200
            for said in ("Thời gian ở từng cơ quan", "Cơ quan giải quyết"):
                assert said in page.text
            draft = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(above))
            assert draft.status_code == 200, "who signs looks at the draft"
            signed = await _act(office, above, dossier, "sign")
            assert (signed.status_code, signed.json()["status"]) == (200, 9), signed.text
            await _has_a_signature_above(office, dossier)
            (book,) = await office.rows("SELECT agency_code, series_number FROM booked_result")
            assert tuple(book) == (ABOVE, 1), "number and book are of who signed"
            (event,) = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.dossier-finished.v1'")
            assert json.loads(event["data"])["issued_by"] == ABOVE
            await _ends_at_the_department(office, dossier, above)

    asyncio.run(run())


def test_what_the_committee_gives_back_goes_to_the_department_and_nobody_else_may_touch_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _ready(office, tmp_path, authority_folder)
            above = there(office, LEADER, ABOVE, agency_name=ABOVE_NAME)
            for who in (there(office, SPECIALIST, ABOVE), there(office, COUNTER, ABOVE)):
                refused = await _act(office, who, dossier, "return", {"reason": "Không đúng thẩm quyền"})
                assert refused.status_code in (403, 409), refused.text
                assert await _work(office, who) == []
            for name, said in (("stop", None), ("pause", None), ("recall", {"reason": "Không đúng thẩm quyền"})):
                refused = await _act(office, above, dossier, name, said)
                assert refused.status_code in (403, 404, 409, 422), (name, refused.text)
            await _counter_above_has_nothing_of_it(office, dossier)
            third = office.identity(LEADER, "000.00.12.H08")
            assert (await _act(office, third, dossier, "sign")).status_code == 404
            back = await _act(office, above, dossier, "return", {"reason": "Xem lại căn cứ pháp lý"})
            assert (back.status_code, back.json()["step_code"]) == (200, "review"), back.text
            (row,) = await office.rows("SELECT holder_id, step_role FROM dossier")
            assert tuple(row) == (None, LEADER)
            (line,) = await office.rows("SELECT agency_code, by_name FROM hand_over WHERE action = 'return'")
            assert tuple(line) == (ABOVE, NAMES[LEADER]), "the history says whose act it was"
            assert (await _act(office, above, dossier, "sign")).status_code == 404
            again = await office.act(dossier, "approve", LEADER, {"note": "Đã xem lại"})
            assert again.status_code == 200, again.text
            signed = await _act(office, above, dossier, "sign")
            assert signed.status_code == 200, signed.text
            figures = await office.rows("SELECT agency_code FROM dossier WHERE finished_at IS NOT NULL")
            assert [row["agency_code"] for row in figures] == [office.agency], "it counts where it is decided"

    asyncio.run(run())


def test_each_agency_has_the_time_in_which_it_was_its_turn() -> None:
    start = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def at(hours: int) -> datetime:
        return start + timedelta(hours=hours)

    acts = [
        Turn("taken-over", at(1)),
        Turn("transfer", at(2)),
        Turn("finish", at(4), "T"),
        Turn("return", at(5)),
        Turn("finish", at(6), "T"),
        Turn("note", at(7)),
        Turn("sign", at(8)),
    ]
    turns = turns_of(start, ("Q", "S"), acts, at(8))
    assert [(code, (until - since).seconds // 3600) for code, since, until in turns] == [
        ("Q", 1), ("S", 3), ("T", 1), ("S", 1), ("T", 2), ("S", 0),
    ]  # fmt: skip

    class Clock:
        def between(self, since: datetime, until: datetime) -> timedelta:
            return until - since

    spent = time_of_each(turns, dict.fromkeys("QST", Clock()))  # type: ignore[arg-type]
    assert {code: time.seconds // 3600 for code, time in spent.items()} == {"Q": 1, "S": 4, "T": 3}


def test_whoever_signs_is_told_that_the_procedure_of_what_waits_there_has_changed(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _ready(office, tmp_path, authority_folder)
            async with office.database.sessions.begin() as session:
                found = await session.get_one(Dossier, UUID(dossier))
                row = dict((await get_version(session, found.procedure_version_id)).row()) | {"term": SHORTER}
                await publish_procedure(session, row, [])
                version = await find_current(session, row["code"])
                assert version is not None
                await _move(session, new_id(), found, version, Target.of(row, []))
            told = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.officers-notified.v1'")
            (sent,) = [json.loads(one["data"]) for one in told if "dossier-changed-over" in str(one["data"])]
            (to,) = sent["to"]
            assert (to["person_id"], to["agency_code"], to["role"]) == ("", ABOVE, LEADER)

    asyncio.run(run())

"""A dossier ends without a result on a lawful ground, by a leader's signature, or because somebody comes for it; fee and papers are decided."""

import asyncio
from dataclasses import replace
from typing import Any

import orjson
import pypdfium2
import pytest

from one_stop.closing.rules import GROUNDS, FeeDecision, PapersDecision, check_settlement, ground_of, grounds_for
from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.core.errors import Invalid
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
STOPPING = {
    "ground": "dispute", "reason": "Thửa đất đang có tranh chấp với hộ liền kề", "legal_basis": "Điều 203 Luật Đất đai",
    "fee": "refund", "fee_note": "150.000 đồng", "papers_note": "Đơn đề nghị, bản vẽ",
}  # fmt: skip
ASKED = {
    "requester": "Lê Thị Đến Rút", "id_kind": "Thẻ căn cước", "id_number": "052060001234",
    "authority": "Giấy ủy quyền số 12 ngày 01/03/2026", "reason": "Không còn nhu cầu", "fee": "keep",
    "fee_note": "Điều 7 Luật Phí và lệ phí",
}  # fmt: skip


def test_a_ground_of_the_list_with_its_basis_and_the_fee_must_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {ground.code for ground in grounds_for(lapsed=False)} == set(GROUNDS) - {"supplement-lapsed"}
    monkeypatch.setitem(GROUNDS, "dispute", replace(GROUNDS["dispute"], ended=True))
    assert "dispute" not in {ground.code for ground in grounds_for(lapsed=True)}, "not offered any more"
    monkeypatch.undo()
    for code, basis, pointer in (
        ("", "Điều 5", "/ground"),
        ("khong-co", "Điều 5", "/ground"),
        ("dispute", "", "/legal_basis"),
    ):
        with pytest.raises(Invalid) as refusal:
            ground_of(code, basis, lapsed=False)
        assert refusal.value.fields[0].pointer == pointer
    assert ground_of("", "", lapsed=True)[0].after_lapse
    for fee, papers, pointer in (
        (None, PapersDecision.RETURN, "/fee"),
        (FeeDecision.KEEP, PapersDecision.RETURN, "/fee_note"),
        (FeeDecision.REFUND, PapersDecision.KEEP, "/papers_note"),
    ):
        with pytest.raises(Invalid) as refusal:
            check_settlement(1, fee, "", papers, "")
        assert refusal.value.fields[0].pointer == pointer
    assert check_settlement(0, None, "", PapersDecision.RETURN, "") is FeeDecision.NONE


async def _in_hand(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        assert (await office.act(dossier, act, role, {} if act == "transfer" else None)).status_code == 200
    await office.rows("UPDATE dossier SET fee_due = 150000 WHERE id = $1 RETURNING id", dossier)
    return dossier


async def _row(office: Any) -> Any:
    return (await office.rows("SELECT * FROM dossier"))[0]


async def _noted(office: Any) -> list[str]:
    """The rows of evidence about its ending."""
    found = (
        "SELECT kind FROM evidence WHERE kind ~ '^(stop-|dossier-stopped|dossier-withdrawn|withdrawal-)' ORDER BY id"
    )
    return [row["kind"] for row in await office.rows(found)]


async def _closed(office: Any) -> dict[str, Any]:
    rows = await office.rows("SELECT data::text AS data FROM outbox WHERE type = 'one-stop.dossier-closed.v1'")
    assert len(rows) == 1
    told: dict[str, Any] = orjson.loads(rows[0]["data"])
    return told


async def _printed(office: Any, form: str) -> tuple[bytes, str]:
    (row,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = $1", form)
    pdf = await office.app.state.files.get(row["sha256"])
    return pdf, " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


def test_the_specialist_proposes_once_and_a_leader_may_not_agree(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            assert (await office.act(dossier, "stop", SPECIALIST, STOPPING)).status_code == 403
            before = await _row(office)
            for wrong, pointer in (({"fee": ""}, "/fee"), ({"ground": "supplement-lapsed"}, "/ground")):
                refused = await office.act(dossier, "propose-stop", SPECIALIST, STOPPING | wrong)
                assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
            assert await _row(office) == before
            none = await office.act(dossier, "reject-stop", LEADER, {"reason": "Chưa ai đề xuất"})
            assert (none.status_code, none.json()["code"]) == (409, "stop_not_proposed")

            proposed = await office.press(dossier, "de-xuat-dung", SPECIALIST, **STOPPING)
            assert proposed.status_code == 303, proposed.text
            again = await office.act(dossier, "propose-stop", SPECIALIST, STOPPING)
            assert (again.status_code, again.json()["code"]) == (409, "stop_proposed_already")
            listed = "/api/one-stop/v1/dossiers?scope=agency&state=stop-proposed"
            found = (await office.client.get(listed, headers=office.headers(LEADER))).json()["items"]
            assert [row["id"] for row in found] == [dossier]
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            for words in ("đề xuất dừng giải quyết", STOPPING["reason"], STOPPING["legal_basis"], "Hoàn trả phí"):
                assert words in page
            rejected = await office.act(dossier, "reject-stop", LEADER, {"reason": "Hòa giải đã thành"})
            assert rejected.status_code == 200, rejected.text
            assert (await _row(office))["stop_proposed_at"] is None
            assert not await office.rows("SELECT 1 FROM ending")
            assert (await office.act(dossier, "propose-stop", SPECIALIST, STOPPING)).status_code == 200
            assert await _noted(office) == ["stop-proposed", "stop-rejected", "stop-proposed"]

    asyncio.run(run())


def test_a_leader_signs_the_notice_of_what_was_proposed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            assert (await office.act(dossier, "propose-stop", SPECIALIST, STOPPING)).status_code == 200
            stopped = await office.act(dossier, "stop", LEADER, STOPPING)
            assert (stopped.status_code, stopped.json()["status"]) == (200, 8), stopped.text
            pdf, words = await _printed(office, "05")
            for part in (
                GROUNDS["dispute"].name,
                STOPPING["reason"],
                STOPPING["legal_basis"],
                "150.000 đồng",
                "Đơn đề nghị, bản vẽ",
            ):
                assert part in words
            (report,) = await asyncio.to_thread(
                verify_pdf, pdf, TrustAnchors.of_authority(office.settings.authority_folder)
            )
            assert (report.valid, report.signer_name) == (True, "Lê Quang Minh")
            told = await _closed(office)
            assert told["notice"]
            assert "Hoàn trả phí" in told["settlement"]
            row = await _row(office)
            assert (row["stop_proposed_at"], row["holder_id"]) == (None, None)
            assert row["settled_at"] is not None
            assert await _noted(office) == ["stop-proposed", "dossier-stopped"]
            assert not await office.rows("SELECT 1 FROM job WHERE name = 'dossier-deadline' AND key = $1", dossier)

    asyncio.run(run())


def test_without_a_key_nothing_is_stopped(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            before = await _row(office)
            url = f"/api/one-stop/v1/dossiers/{dossier}/stop"
            stranger = office.headers(LEADER, person=f"nobody.{office.agency}")
            refused = await office.client.post(url, headers=stranger, json=STOPPING)
            assert (refused.status_code, refused.json()["code"]) == (409, "signing_key_missing")
            assert await _row(office) == before
            assert not await office.rows("SELECT 1 FROM ending")

    asyncio.run(run())


def test_whoever_comes_for_it_is_checked_and_gets_a_confirmation(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            before = await _row(office)
            for wrong, pointer in (
                ({"id_number": " "}, "/id_number"),
                ({"fee_note": ""}, "/fee_note"),
                ({"requester": ""}, "/requester"),
            ):
                refused = await office.act(dossier, "withdraw-at-counter", COUNTER, ASKED | wrong)
                assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
            assert (await office.act(dossier, "withdraw-at-counter", LEADER, ASKED)).status_code == 403
            assert await _row(office) == before
            done = await office.press(dossier, "rut-tai-quay", COUNTER, **ASKED)
            assert done.status_code == 303, done.text
            assert (await _row(office))["status"] == 7
            _, words = await _printed(office, "rut-ho-so")
            for part in (
                "GIẤY XÁC NHẬN RÚT HỒ SƠ",
                ASKED["requester"],
                ASKED["id_number"],
                ASKED["authority"],
                ASKED["fee_note"],
            ):
                assert part in words
            told = await _closed(office)
            assert (told["status"], told["reason"]) == (7, ASKED["reason"])
            again = await office.act(dossier, "withdraw-at-counter", COUNTER, ASKED)
            assert (again.status_code, again.json()["code"]) == (409, "dossier_closed")
            # Who came is kept, and is in no evidence.
            (ending,) = await office.rows("SELECT requester::text AS requester FROM ending")
            assert ASKED["id_number"] in ending["requester"]
            (noted,) = await office.rows("SELECT facts::text AS facts FROM evidence WHERE kind = 'dossier-withdrawn'")
            assert ASKED["id_number"] not in noted["facts"]

    asyncio.run(run())


def test_what_was_withdrawn_online_is_settled_once_at_the_counter(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            event = SubmissionWithdrawn(submission_id=dossier, reason="Nộp nhầm", withdrawn_at=clock.now())
            await office.tell(event, "online-services")
            refused = await office.act(dossier, "settle", COUNTER, {})
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/fee")
            decided = {"fee": "refund", "papers": "return", "papers_note": "Đơn"}
            done = await office.press(dossier, "xu-ly-phi-giay-to", COUNTER, **decided)
            assert done.status_code == 303, done.text
            again = await office.act(dossier, "settle", COUNTER, {"fee": "refund"})
            assert (again.status_code, again.json()["code"]) == (409, "settled_already")
            (line,) = await office.rows("SELECT note FROM hand_over WHERE action = 'settle'")
            assert line["note"].startswith("Hoàn trả phí")
            assert await _noted(office) == ["dossier-withdrawn", "withdrawal-settled"]
            assert (await _row(office))["status"] == 7

    asyncio.run(run())


def test_what_is_taken_back_after_it_was_signed_stays_signed_and_is_told_so(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            draft = {"number": "9/GP", "title": "Giấy phép", "body": "Chấp thuận theo hồ sơ đã nộp."}
            for act, role, body in (("finish", SPECIALIST, draft), ("sign", LEADER, None)):
                assert (await office.act(dossier, act, role, body)).status_code == 200
            before = await _row(office)
            event = SubmissionWithdrawn(submission_id=dossier, reason="Đổi ý", withdrawn_at=clock.now())
            await office.tell(event, "online-services")
            assert await _row(office) == before
            assert await _noted(office) == ["withdrawal-too-late"]
            (told,) = await office.rows("SELECT type, data::text AS data FROM outbox ORDER BY position DESC LIMIT 1")
            assert told["type"] == "one-stop.dossier-moved.v1"
            assert orjson.loads(told["data"])["status"] == 9

    asyncio.run(run())


def test_of_two_leaders_who_decide_at_once_one_is_told(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            both = await asyncio.gather(*(office.act(dossier, "stop", LEADER, STOPPING) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [200, 409]
            assert len(await office.rows("SELECT 1 FROM ending")) == 1
            assert len(await office.rows("SELECT 1 FROM printed_form WHERE form_no = '05'")) == 1

    asyncio.run(run())

"""Xin lỗi và hẹn lại: proposed, signed once by a leader, told to the citizen; figures keep to the first promise."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import text

from one_stop.figures.counting import FIGURES
from shared.contracts.online_services import SupplementFiled
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.formats import vn_date
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf
from testing.signing_kit import authority_in

from .playing import (
    COUNTER,
    LEADER,
    LETTERS,
    NOTIFIED,
    SPECIALIST,
    at,
    in_work,
    play,
    promised,
    proposing,
    worked_after,
)


async def _read_letter(office: Any, sha256: str) -> tuple[str, Any]:
    """Its words, and what its signature proves."""
    pdf = await office.app.state.files.get(sha256)
    printed = " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())
    authority = authority_in(office.settings.authority_folder.resolve().parent)
    (report,) = await asyncio.to_thread(verify_pdf, pdf, TrustAnchors.of_authority(authority.folder))
    return printed, report


@pytest.mark.parametrize(
    ("rule_set", "title"),
    [
        ("ND118_2025", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"),
        ("ND61_2018", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
    ],
)
def test_the_letter_is_signed_numbered_and_told_and_the_first_promise_stays(
    one_stop: Any, rule_set: str, title: str
) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        await office.rows("UPDATE dossier SET rule_set = $1 RETURNING 1", rule_set)
        day = worked_after(due, 3)
        await promised(office, dossier, due - timedelta(days=7), day)
        (row,) = await office.rows("SELECT due_at, due_original, due_owed, apology, step_due_at FROM dossier")
        assert row["due_at"] == day.replace(hour=17, minute=30, second=0, microsecond=0)
        assert row["due_original"] == row["due_owed"] == due
        assert row["apology"] == "signed"
        assert row["step_due_at"] <= row["due_at"]
        (form,) = await office.rows("SELECT sha256, snapshot FROM printed_form WHERE form_no = '04'")
        snapshot = json.loads(form["snapshot"])
        assert snapshot["number"] == "01/XLHL"
        printed, report = await _read_letter(office, form["sha256"])
        for words in (
            title,
            "Phòng Quản lý xây dựng",
            "Phải kiểm tra lại hiện trạng",
            "Lê Quang Minh",
            "xin lỗi ông (bà)",
        ):
            assert words in printed
        assert (report.valid, report.signer_name) == (True, "Lê Quang Minh")
        (told,) = [json.loads(event["data"]) for event in await office.rows(LETTERS)]
        assert (told["cause"], told["reason"]) == ("apology", "Phải kiểm tra lại hiện trạng")
        assert told["notice"]["sha256"] == form["sha256"]
        assert datetime.fromisoformat(told["due_at"]) == row["due_at"]
        kinds = [json.loads(event["data"])["notification"] for event in await office.rows(NOTIFIED)]
        assert kinds == ["apology-to-sign", "apology-signed"]
        (late,) = await office.rows("SELECT late FROM apology")
        assert late["late"] is False
        kept = [row["kind"] for row in await office.rows("SELECT kind FROM evidence ORDER BY id")]
        assert [kind for kind in kept if kind.startswith("apology")] == ["apology-proposed", "apology-signed"]

    play(one_stop, act)


def test_a_dossier_is_postponed_once_and_who_asks_again_is_told(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        await promised(office, dossier, due - timedelta(days=7), worked_after(due, 3))
        before = await office.rows("SELECT * FROM dossier")
        for path, role, body in (
            ("propose-apology", SPECIALIST, proposing(worked_after(due, 9))),
            ("propose-apology", LEADER, proposing(worked_after(due, 9))),
            ("sign-apology", LEADER, None),
            ("decline-apology", LEADER, {"reason": "Chưa đủ lý do"}),
        ):
            again = await office.act(dossier, path, role, body)
            assert (again.status_code, again.json()["code"]) == (409, "apology_given_already"), path
        assert await office.rows("SELECT * FROM dossier") == before

    play(one_stop, act)


@pytest.mark.parametrize(
    ("signed_at", "late"), [(at(27, 9), False), (at(27, 10), True), (at(31, 10), True)], ids=["a day", "less", "over"]
)
def test_a_letter_that_comes_too_late_is_sent_all_the_same_and_counts_as_late(
    one_stop: Any, signed_at: datetime, late: bool
) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        await promised(office, dossier, signed_at, worked_after(due, 5))
        (row,) = await office.rows("SELECT late FROM apology")
        assert row["late"] is late
        (line,) = await office.rows("SELECT note FROM hand_over WHERE action = 'sign-apology'")
        assert ("Lập muộn" in line["note"]) is late
        (figure,) = [figure for figure in FIGURES if figure.name == "dossiers-apologised-late"]
        async with office.database.sessions() as session:
            rows = await session.execute(text(figure.count), {"since": at(1), "until": at(30, month=6)})
            counted = [(row.numerator, row.denominator) for row in rows]
        assert counted == [(int(late), 1)]

    play(one_stop, act)


def test_figures_compare_with_what_was_owed_and_waits_move_that_too(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        paper = office.procedures["hop-bao"]["papers"][0]["code"]
        day = worked_after(due, 5)
        await promised(office, dossier, due - timedelta(days=7), day)
        (first,) = await office.rows("SELECT due_at, due_owed FROM dossier")
        asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp lại"}]}
        with clock.stopped_at(due - timedelta(days=6)):
            assert (await office.act(dossier, "request-supplement", SPECIALIST, asked)).status_code == 200
        with clock.stopped_at(due - timedelta(days=5)):
            sent = {"papers": [paper]}
            assert (await office.act(dossier, "take-supplement", COUNTER, sent)).status_code == 200
        (row,) = await office.rows("SELECT due_at, due_owed, due_original FROM dossier")
        assert row["due_at"] > first["due_at"]
        assert row["due_owed"] > first["due_owed"] == due == row["due_original"]
        draft = {"number": "9/VB", "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
        with clock.stopped_at(row["due_owed"] + timedelta(minutes=5)):
            assert (await office.act(dossier, "finish", SPECIALIST, draft)).status_code == 200
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
        (done,) = await office.rows("SELECT finished_at, due_at FROM dossier")
        assert done["finished_at"] < done["due_at"], "kept the new date"
        (figure,) = [figure for figure in FIGURES if figure.name == "dossiers-on-time"]
        async with office.database.sessions() as session:
            rows = await session.execute(text(figure.count), {"since": at(1), "until": at(30, month=6)})
            assert [(row.numerator, row.denominator) for row in rows] == [(0, 1)], "late by the law's term"

    play(one_stop, act)


def test_a_new_day_must_be_worked_and_later_and_the_form_says_so(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        local = due.astimezone(VIETNAM)
        saturday = local + timedelta(days=6 - local.isoweekday() if local.isoweekday() < 6 else 7)
        past = vn_date(at(3))
        cases = {"not_a_working_day": vn_date(saturday), "not_later_than_due": past, "date_unreadable": "hôm nào đó"}
        with clock.stopped_at(due - timedelta(days=7)):
            before = await office.rows("SELECT * FROM dossier")
            for code, day in cases.items():
                body = proposing(local) | {"due_on": day}
                refused = await office.act(dossier, "propose-apology", SPECIALIST, body)
                assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
                assert refused.json()["errors"][0]["pointer"] == "/due_on"
            form = {
                "csrf_token": "csrf-token",
                "reason": "Phải kiểm tra lại",
                "delayed_by": "Phòng A",
                "due_on-day": "3",
                "due_on-month": "3",
                "due_on-year": "2026",
            }
            url = f"/mot-cua/ho-so/{dossier}/de-nghi-xin-loi"
            page = await office.client.post(url, headers=office.headers(SPECIALIST), data=form)
            assert page.status_code == 422
            assert "Ngày hẹn lại phải sau ngày hẹn trả hiện nay" in page.text
            assert 'value="Phòng A"' in page.text, "what was typed stays"
            assert await office.rows("SELECT * FROM dossier") == before

    play(one_stop, act)


def test_on_the_page_it_is_proposed_looked_at_declined_proposed_again_and_signed(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        here, day = f"/mot-cua/ho-so/{dossier}", worked_after(due, 4)
        form = {"csrf_token": "csrf-token", "reason": "Phải kiểm tra lại", "delayed_by": "Phòng A"}
        form |= {"due_on-day": str(day.day), "due_on-month": str(day.month), "due_on-year": str(day.year)}

        async def post(path: str, role: str, **data: str) -> Any:
            return await office.client.post(
                f"{here}/{path}", headers=office.headers(role), data={"csrf_token": "csrf-token"} | data
            )

        with clock.stopped_at(due - timedelta(days=7)):
            none = await office.client.get(f"{here}/van-ban-xin-loi", headers=office.headers(LEADER))
            assert none.status_code == 404
            assert (await post("de-nghi-xin-loi", SPECIALIST, **form)).status_code == 303
            seen = await office.client.get(f"{here}/van-ban-xin-loi", headers=office.headers(LEADER))
            assert seen.headers["content-type"] == "application/pdf"
            page = (await office.client.get(here, headers=office.headers(LEADER))).text
            assert "đang chờ lãnh đạo ký" in page
            assert (await post("tra-de-nghi-xin-loi", LEADER, reason="Hẹn xa quá")).status_code == 303
            assert "đang chờ lãnh đạo ký" not in (await office.client.get(here, headers=office.headers(LEADER))).text
            nothing = await post("ky-xin-loi", LEADER)
            assert nothing.status_code == 409
            assert "chưa có đề nghị xin lỗi" in nothing.text
            assert (await post("de-nghi-xin-loi", SPECIALIST, **form)).status_code == 303
            assert (await post("ky-xin-loi", LEADER)).status_code == 303
            page = (await office.client.get(here, headers=office.headers(SPECIALIST))).text
            assert "Hẹn trả ban đầu" in page
            assert "Văn bản xin lỗi, hẹn lại ngày trả (mẫu 04)" in page

    play(one_stop, act)


def test_a_proposal_whose_day_has_come_too_near_is_not_signed(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        day = worked_after(due, 4)
        with clock.stopped_at(due - timedelta(days=7)):
            answer = await office.act(dossier, "propose-apology", SPECIALIST, proposing(day))
            assert answer.status_code == 200
        before = [await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "apology", "number_counter")]
        with clock.stopped_at(day + timedelta(days=1)):
            over = await office.act(dossier, "sign-apology", LEADER)
            assert (over.status_code, over.json()["code"]) == (409, "apology_day_over")
            assert "đã qua" in over.json()["title"]
        after = [await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "apology", "number_counter")]
        assert after == before

    play(one_stop, act)


def test_without_a_key_the_letter_is_not_signed_and_its_number_is_free_again(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        with clock.stopped_at(due - timedelta(days=7)):
            for act, role, body in (
                ("propose-apology", SPECIALIST, proposing(worked_after(due, 3))),
                ("decline-apology", LEADER, {"reason": "Hẹn xa hơn một ngày"}),
                ("propose-apology", SPECIALIST, proposing(worked_after(due, 4))),
            ):
                assert (await office.act(dossier, act, role, body)).status_code == 200
            url = f"/api/one-stop/v1/dossiers/{dossier}/sign-apology"
            stranger = office.headers(LEADER, person=f"nobody.{office.agency}")
            refused = await office.client.post(url, headers=stranger)
            assert (refused.status_code, refused.json()["code"]) == (409, "signing_key_missing")
            key = {"Idempotency-Key": "ky-xin-loi-1"}
            for _ in range(2):
                signed = await office.act(dossier, "sign-apology", LEADER, **key)
                assert signed.status_code == 200, signed.text
        (form,) = await office.rows("SELECT snapshot->>'number' AS number FROM printed_form WHERE form_no = '04'")
        assert form["number"] == "01/XLHL"
        acts = [
            row["kind"] for row in await office.rows("SELECT kind FROM evidence WHERE kind LIKE 'apology%' ORDER BY id")
        ]
        assert acts == ["apology-proposed", "apology-declined", "apology-proposed", "apology-signed"]

    play(one_stop, act)


def test_who_proposes_and_signs_himself_is_told_nothing_of_it(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        with clock.stopped_at(due - timedelta(days=7)):
            for act, body in (("propose-apology", proposing(worked_after(due, 3))), ("sign-apology", None)):
                assert (await office.act(dossier, act, LEADER, body)).status_code == 200
        kinds = [json.loads(event["data"])["notification"] for event in await office.rows(NOTIFIED)]
        assert kinds == ["apology-to-sign"]

    play(one_stop, act)


def test_while_the_applicant_is_waited_for_nobody_apologises(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        paper = office.procedures["hop-bao"]["papers"][0]["code"]
        asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp lại"}]}
        with clock.stopped_at(due - timedelta(days=7)):
            await office.act(dossier, "request-supplement", SPECIALIST, asked)
            refused = await office.act(dossier, "propose-apology", SPECIALIST, proposing(worked_after(due, 4)))
            assert (refused.status_code, refused.json()["code"]) == (409, "dossier_waits_for_supplement")
        await office.tell(SupplementFiled(submission_id=dossier, answers={}, filed_at=clock.now()), "online-services")
        assert not await office.rows("SELECT 1 FROM apology")

    play(one_stop, act)

"""What the office writes on a dossier for itself: notes and minutes of checks on the spot, with files."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST
from one_stop.features import MEMBER
from shared.core import clock
from shared.core.formats import vn_date
from shared.work.jobs import Jobs
from shared.work.scanning import SCAN
from testing.clamd import MARKER
from testing.hostile import files as hostile
from testing.hostile.photos import picture

from .kit import held, page_of, send, version_of

ELSEWHERE = "000.00.12.H08"


def a_check(**changed: str) -> dict[str, str]:
    day = clock.local_now().date()
    made = {"made_on-day": str(day.day), "made_on-month": str(day.month), "made_on-year": str(day.year)}
    words = {"place": "Thửa 12, phường Quy Nhơn", "took_part": "Trần Văn Bình; chủ nhà", "findings": "Đúng bản vẽ."}
    return made | words | changed


def test_a_note_is_seen_by_the_agencys_officers_and_never_by_the_applicant(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            before = len(await office.rows("SELECT 1 FROM outbox"))
            photo = ("nha.jpg", picture("JPEG"), "image/jpeg")
            note = {"text": "• Chủ nhà hẹn thứ Hai.\nGọi lại trước 9 giờ."}
            assert (await send(office, dossier, "ghi-chu", SPECIALIST, note, photo)).status_code == 303
            for role in (COUNTER_OFFICER, SPECIALIST, LEADER):
                page = await page_of(office, dossier, role)
                assert "Chủ nhà hẹn thứ Hai." in page
                assert "nha" in page
            assert len(await office.rows("SELECT 1 FROM outbox")) == before, "nothing of it leaves the office"
            away = office.headers(SPECIALIST, ELSEWHERE)
            assert (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=away)).status_code == 404
            [row] = await office.rows("SELECT note, files::text AS files FROM hand_over WHERE action = 'note'")
            file = re.search(r'"sha256": "(\w+)"', row["files"])
            assert file is not None
            path = f"/mot-cua/ho-so/{dossier}/tep/{file[1]}"
            assert (await office.client.get(path, headers=office.headers(LEADER))).status_code == 200
            assert (await office.client.get(path, headers=away)).status_code == 404
            assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'note-written'")) == 1

    asyncio.run(run())


def test_a_note_that_is_empty_or_comes_twice_is_not_written_and_its_words_stay(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            empty = await send(office, dossier, "ghi-chu", LEADER, {"text": " "})
            assert empty.status_code == 422
            assert 'id="note-text-error"' in empty.text
            bad = await send(office, dossier, "ghi-chu", LEADER, {"text": "Xem ảnh"}, ("a.exe", b"MZ", "image/png"))
            assert 400 <= bad.status_code < 500
            assert ">Xem ảnh</textarea>" in bad.text
            seen = {"text": "Đã gọi chủ nhà", "version": await version_of(office, dossier)}
            assert (await send(office, dossier, "ghi-chu", LEADER, seen)).status_code == 303
            again = await send(office, dossier, "ghi-chu", LEADER, seen)
            assert again.status_code == 412
            assert ">Đã gọi chủ nhà</textarea>" in again.text
            assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'note'")) == 1

    asyncio.run(run())


def test_nothing_is_written_on_a_dossier_that_has_ended(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            reason = {"reason": "Không thuộc thẩm quyền của Sở"}
            assert (await office.act(dossier, "refuse", COUNTER_OFFICER, reason)).status_code == 200
            late = await send(office, dossier, "ghi-chu", LEADER, {"text": "Ghi thêm"})
            assert late.status_code == 409
            assert "Hồ sơ đã kết thúc" in late.text
            assert 'id="note-form"' not in await page_of(office, dossier, LEADER)

    asyncio.run(run())


def test_minutes_of_a_check_say_when_where_who_and_what_was_found(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            scan = ("bien-ban.jpg", picture("JPEG"), "image/jpeg")
            made = await send(office, dossier, "kiem-tra-thuc-dia", SPECIALIST, a_check(), scan)
            assert made.status_code == 303, made.text[:2000]
            page = await page_of(office, dossier, LEADER)
            for said in ("Thửa 12, phường Quy Nhơn", "Trần Văn Bình; chủ nhà", "Đúng bản vẽ.", "bien-ban"):
                assert said in page
            today = vn_date(clock.local_now().date())
            assert f"Biên bản kiểm tra thực địa ngày {today}" in page
            [line] = await office.rows("SELECT note FROM hand_over WHERE action = 'field-check'")
            assert line["note"] == f"Ngày {today}, tại Thửa 12, phường Quy Nhơn"

    asyncio.run(run())


@pytest.mark.parametrize(("days", "said"), [(1, "chưa đến"), (-400, "trước ngày nộp hồ sơ")])
def test_a_check_lies_between_filing_and_today(one_stop: Any, days: int, said: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            day = clock.local_now().date() + timedelta(days=days)
            when = {"made_on-day": str(day.day), "made_on-month": str(day.month), "made_on-year": str(day.year)}
            refused = await send(office, dossier, "kiem-tra-thuc-dia", SPECIALIST, a_check(**when))
            assert refused.status_code == 422
            assert said in refused.text
            assert ">Đúng bản vẽ.</textarea>" in refused.text

    asyncio.run(run())


def test_programs_write_notes_and_minutes_once_for_a_key(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            url, headers = f"/api/one-stop/v1/dossiers/{dossier}", office.headers(SPECIALIST)
            photo = [("tep", ("nha.jpg", picture("JPEG"), "image/jpeg"))]
            check = {"made_on": clock.local_now().date().isoformat(), "place": "Tại thửa đất", "took_part": "Bình"}
            for path, form in (("notes", {"text": "Đã gọi"}), ("field-checks", check | {"findings": "Đúng"})):
                keyed = headers | {"Idempotency-Key": f"khoa-{path}-0123456789"}
                body = office.client.build_request("POST", f"{url}/{path}", headers=keyed, data=form, files=photo)
                content, kind = await body.aread(), body.headers["content-type"]
                for _ in range(2):
                    sent = await office.client.post(
                        f"{url}/{path}", headers=keyed | {"content-type": kind}, content=content
                    )
                    assert sent.status_code == 200, sent.text
            rows = await office.rows("SELECT action FROM hand_over WHERE action IN ('note', 'field-check')")
            assert sorted(row["action"] for row in rows) == ["field-check", "note"]

    asyncio.run(run())


@pytest.mark.clamd
def test_a_virus_in_a_file_of_a_note_is_told_to_who_attached_it(one_stop: Any, clamd: Any) -> None:
    clamd.start()

    async def run() -> None:
        async with one_stop(clamd_url=clamd.url) as office:
            dossier = await held(office)
            bad = ("ban-ve.pdf", hostile.pdf() + b"\n% " + MARKER, "application/pdf")
            assert (await send(office, dossier, "ghi-chu", SPECIALIST, {"text": "Xem kèm"}, bad)).status_code == 303
            jobs = [job for job in MEMBER.work(office.settings).jobs if job.name == SCAN.name]
            while await Jobs(office.database, jobs).do_next():
                pass
            told = await office.rows("SELECT data::text AS data FROM outbox WHERE kind = 'notification'")
            assert any("scan-infected" in row["data"] for row in told)
            assert "Có mã độc, đã cách ly" in await page_of(office, dossier)

    asyncio.run(run())

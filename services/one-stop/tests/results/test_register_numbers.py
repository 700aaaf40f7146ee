"""A result has its number from the register of outgoing documents before it is signed: asked, answered, or given up with the reason."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from one_stop.results.rules import BEING_NUMBERED
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.directory.keeping import keep_agency
from testing.factories import an_agency

from ..catalogue.kit import EDITOR, begin, boxes, press
from ..catalogue.kit import look as page_of
from ..signing_walk.kit import choose, chosen, hidden, look, post, sign
from .register_kit import (
    DRAFT,
    LEADER,
    REFUSED,
    SPECIALIST,
    answer,
    claimed,
    drafted,
    finish,
    play,
    preview,
    refused,
    sheet,
    tended,
    told,
)
from .test_several_results import add


def test_it_is_asked_as_it_is_laid_before_the_leader_and_borne_as_he_signs(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        ((kind, asked),) = await told(office)
        year = clock.local_now().year
        assert (kind, asked["type_code"], asked["agency_code"], asked["year"]) == ("asked", "QĐ", office.agency, year)
        assert BEING_NUMBERED in await preview(office, dossier)
        assert "Đang lấy số ở sổ văn bản đi" in await sheet(office, dossier)
        said = await refused(office, dossier, "result_number_awaited")
        assert "tải lại trang" in said
        for _ in range(2):
            await answer(office, "15/QĐ-SXD")
        await answer(office, "16/QĐ-SXD")
        assert "15/QĐ-SXD" in await preview(office, dossier)
        assert "Số lấy ở sổ văn bản đi: 15/QĐ-SXD" in await sheet(office, dossier)
        signed = await office.act(dossier, "sign", LEADER)
        assert signed.status_code == 200, signed.text
        (row,) = await office.rows("SELECT number, series_number FROM booked_result")
        assert tuple(row) == ("15/QĐ-SXD", None)
        (entry,) = await office.rows("SELECT data ->> 'number_request' AS request FROM outbox WHERE kind = 'entry'")
        assert entry["request"] == asked["request_id"]
        await tended(office)
        assert len(await told(office)) == 1, "what is borne is neither given up nor asked again"
        recalled = await office.act(dossier, "recall", LEADER, {"reason": "Ghi sai tên"})
        assert recalled.status_code == 200, recalled.text
        await finish(office, dossier)
        again = (await told(office))[-1]
        assert (again[0], again[1]["request_id"] != asked["request_id"]) == ("asked", True)

    play(one_stop, act)


def test_a_number_is_not_typed_where_the_register_gives_it_and_a_refusal_is_a_letter(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await claimed(office)
        page = await sheet(office, dossier, SPECIALIST)
        assert "Số của kết quả lấy ở sổ văn bản đi (quyết định) khi trình" in page
        assert 'id="finish-number"' not in page
        typed = await office.act(dossier, "finish", SPECIALIST, DRAFT | {"number": "15/QĐ-SXD"})
        assert (typed.status_code, typed.json()["errors"][0]["pointer"]) == (422, "/number")
        assert await told(office) == []
        await finish(office, dossier, **REFUSED)
        assert [said["type_code"] for _, said in await told(office)] == ["CV"]

    play(one_stop, act)


def test_given_back_the_number_is_given_up_and_what_comes_too_late_is_for_nobody(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        await office.act(dossier, "return", LEADER, {"reason": "Sửa nội dung"})
        await finish(office, dossier)
        await tended(office)
        assert len(await told(office)) == 1, "laid before him again at once, it keeps the number"
        await office.act(dossier, "return", LEADER, {"reason": "Sửa nội dung"})
        for _ in range(2):
            await tended(office)
        assert [kind for kind, _ in await told(office)] == ["asked", "given-up"]
        assert "bị trả lại" in (await told(office))[-1][1]["reason"]
        await answer(office, "15/QĐ-SXD")
        (row,) = await office.rows("SELECT number, number_key, number_request FROM dossier_result")
        assert tuple(row) == ("", None, None)
        await finish(office, dossier)
        await answer(office, "16/QĐ-SXD")
        await office.act(dossier, "return", LEADER, {"reason": "Không đủ điều kiện"})
        await finish(office, dossier, **REFUSED)
        kinds = [(kind, said.get("type_code", said.get("reason"))) for kind, said in await told(office)][2:]
        assert kinds == [("asked", "QĐ"), ("given-up", "Kết quả lấy số ở sổ khác."), ("asked", "CV")]
        assert (await office.rows("SELECT number FROM dossier_result"))[0]["number"] == ""

    play(one_stop, act)


def test_a_dossier_that_ends_without_its_result_gives_its_number_up(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await office.rows("UPDATE dossier SET status = 7 WHERE id = $1", await drafted(office))
        await tended(office)
        kind, said = (await told(office))[-1]
        assert (kind, said["reason"]) == ("given-up", "Hồ sơ kết thúc, kết quả không được ký.")

    play(one_stop, act)


def test_reserved_in_december_and_signed_in_january_it_has_a_number_of_the_new_year(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        with clock.stopped_at(datetime(2026, 12, 30, 9, tzinfo=VIETNAM)):
            dossier = await drafted(office)
            await answer(office, "215/QĐ-SXD")
        with clock.stopped_at(datetime(2027, 1, 4, 9, tzinfo=VIETNAM)):
            await refused(office, dossier, "result_number_outdated")
            await tended(office)
            years = [said.get("year", said.get("reason")) for _, said in await told(office)]
            assert years == [2026, "Kết quả chưa ký khi hết năm: lấy số của năm mới.", 2027]
            await refused(office, dossier, "result_number_awaited")
            await answer(office, "03/QĐ-SXD")
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            assert (await office.rows("SELECT number FROM booked_result"))[0]["number"] == "03/QĐ-SXD"

    play(one_stop, act)


def test_why_there_is_no_number_stands_on_the_page_and_it_is_asked_again(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        why = "Sổ văn bản đi năm 2026 của Sở Xây dựng đã khóa."
        await answer(office, "", why)
        page = await sheet(office, dossier)
        assert why in page
        assert "Hãy báo văn thư" in page
        assert why in await refused(office, dossier, "result_number_refused")
        await tended(office)
        assert len(await told(office)) == 1, "not at once again"
        for waited, pause in ((6, 6), (20, 20), (90, 30)):
            with clock.stopped_at(clock.now() + timedelta(minutes=waited)):
                await tended(office)
                (first, *_, last) = await told(office)
                assert (last[0], last[1]["request_id"]) == ("asked", first[1]["request_id"])
                await answer(office, "", why)
                (job,) = await office.rows("SELECT due_at FROM job WHERE name = 'result-number'")
                assert round((job["due_at"] - clock.now()).total_seconds() / 60) == pause
        assert len(await told(office)) == 4
        kept = await office.rows("SELECT 1 FROM evidence WHERE kind = 'result-number-kept'")
        assert len(kept) == 1, "the same answer again is no news"
        await answer(office, "15/QĐ-SXD")
        assert (await office.act(dossier, "sign", LEADER)).status_code == 200

    play(one_stop, act)


def test_of_an_agency_that_does_not_sign_any_more_it_is_asked_anew(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        heir, dossier = "000.00.77.H08", await drafted(office)
        await answer(office, "15/QĐ-SMoi", agency_code=heir)
        await refused(office, dossier, "result_number_outdated")
        yesterday = clock.local_now().date() - timedelta(days=1)
        async with office.database.sessions.begin() as session:
            await keep_agency(session, an_agency(heir, short_name="SMoi"))
            await keep_agency(session, an_agency(office.agency, valid_to=yesterday, successor_code=heir))
        await tended(office)
        assert len(await told(office)) == 1, "the heir's number waits until the dossier is the heir's"
        await drafted(office)
        await answer(office, "09/QĐ-SKhac", agency_code="000.00.78.H08")
        await tended(office)
        assert [kind for kind, _ in await told(office)] == ["asked", "asked", "given-up", "asked"]

    play(one_stop, act)


def test_a_number_that_another_result_has_is_given_up_and_the_next_is_asked(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        first, second = await drafted(office), await drafted(office)
        for at in (0, 1):
            await answer(office, "15/QĐ-SXD", at=at)
        kinds = [(kind, said.get("reason", "")) for kind, said in await told(office)]
        assert kinds[2:] == [("given-up", "Một kết quả khác đã mang số này."), ("asked", "")]
        await answer(office, "16/QĐ-SXD")
        rows = await office.rows("SELECT dossier_id, number FROM dossier_result")
        assert {str(row["dossier_id"]): row["number"] for row in rows} == {first: "15/QĐ-SXD", second: "16/QĐ-SXD"}

    play(one_stop, act)


def test_each_of_several_results_has_its_own_number_and_a_dropped_one_none(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await claimed(office)
        assert (await add(office, dossier, title="Bản vẽ", body="Bản vẽ kèm theo quyết định.")).status_code == 200
        await finish(office, dossier)
        assert [kind for kind, _ in await told(office)] == ["asked", "asked"]
        await answer(office, "15/QĐ-SXD", at=0)
        await refused(office, dossier, "result_number_awaited")
        await answer(office, "16/QĐ-SXD", at=1)
        assert (await office.act(dossier, "sign", LEADER)).status_code == 200
        rows = await office.rows("SELECT number FROM booked_result ORDER BY number")
        assert [row["number"] for row in rows] == ["15/QĐ-SXD", "16/QĐ-SXD"]

    play(one_stop, act)


def test_walking_through_what_waits_for_a_number_is_looked_at_and_not_chosen(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        html = (await look(office)).text
        assert "Đang lấy số ở sổ văn bản đi" in html
        assert 'value="chon"' not in html
        pressed = await post(office, f"{dossier}/quyet-dinh", **hidden(html), lua_chon="chon")
        assert pressed.status_code == 409
        assert "đang được lấy ở sổ văn bản đi" in pressed.text
        await answer(office, "15/QĐ-SXD")
        late = await post(office, f"{dossier}/quyet-dinh", **hidden(html), lua_chon="chon")
        assert late.status_code == 412, "what he looked at had no number"
        assert await choose(office) == dossier
        form = chosen((await look(office)).text)
        assert "Đã ký 1 trong 1 kết quả." in (await sign(office, form)).text
        assert (await office.rows("SELECT number FROM booked_result"))[0]["number"] == "15/QĐ-SXD"

    play(one_stop, act)


@pytest.mark.parametrize(("book", "right"), [("QĐ", True), ("", True), ("XX", False)])
def test_the_book_is_chosen_on_the_procedures_screen_and_checked(one_stop: Any, book: str, right: bool) -> None:
    async def act(office: Any) -> None:
        at = await begin(office, office.procedures["hop-bao"]["code"])
        form = boxes(await page_of(office, f"{at}/sua")) | {"result_book": book, "then": "later"}
        assert (await press(office, f"{at}/sua", EDITOR, **form)).status_code == 303
        checked = await page_of(office, f"{at}/sua?kiem_tra=1")
        assert ('href="#result_book"' in checked) is not right
        said = await page_of(office, at)
        assert ("Sổ lấy số kết quả" in said) is (book != "CV")

    play(one_stop, act, "CV")

"""A result has its number from the register of outgoing documents before it is signed: asked, answered, or given up with the reason."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import select

from one_stop.dossiers.models import Dossier
from one_stop.results.models import DossierResult
from one_stop.results.numbering import ONE, ask_numbers, look_for_others, tend_one
from one_stop.results.queries import list_results
from one_stop.results.rules import BEING_NUMBERED
from one_stop.results.several import drop_result
from shared.contracts.document_exchange import ResultNumberReserved, ResultNumberVoided
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.identifiers import new_id
from shared.directory.keeping import keep_agency
from shared.work.jobs import Jobs
from testing.factories import an_agency

from ..catalogue.kit import EDITOR, begin, boxes, press
from ..catalogue.kit import look as page_of
from ..signing_walk.kit import choose, chosen, hidden, look, post
from .test_several_results import add

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"title": "Quyết định cho phép họp báo", "body": "Chấp thuận tổ chức họp báo."}
REFUSED = {"outcome": "refused", "reason": "Không đủ điều kiện", "legal_basis": "Điều 5"}
TOLD = "SELECT type, data::text FROM outbox WHERE kind = 'number' ORDER BY position"
UNCHANGED = (
    "SELECT d::text AS d, r::text AS r FROM dossier d LEFT JOIN dossier_result r ON r.dossier_id = d.id WHERE d.id = $1"
)


def play(one_stop: Any, act: Callable[[Any], Awaitable[None]], book: str = "QĐ") -> None:
    async def run() -> None:
        async with one_stop() as office:
            chosen_book = "UPDATE procedure_version SET source = source || $1::jsonb WHERE form_id = 'hop-bao'"
            await office.rows(chosen_book, json.dumps({"result_book": book}))
            await act(office)

    asyncio.run(run())


async def claimed(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    return dossier


async def drafted(office: Any, **other: str) -> str:
    dossier = await claimed(office)
    await finish(office, dossier, **other)
    return dossier


async def finish(office: Any, dossier: str, **other: str) -> None:
    answer = await office.act(dossier, "finish", SPECIALIST, DRAFT | other)
    assert answer.status_code == 200, answer.text


async def told(office: Any) -> list[tuple[str, dict[str, Any]]]:
    """What the register was told of numbers: `asked` or `given-up`, and what was said."""
    rows = await office.rows(TOLD)
    return [(row["type"].removeprefix("one-stop.result-number-")[:-3], json.loads(row["data"])) for row in rows]


async def answer(office: Any, reference: str, refused: str = "", at: int = -1, **changed: Any) -> None:
    """The register answers the ask at that place."""
    asked = [said for kind, said in await told(office) if kind == "asked"][at]
    known = {"request_id": asked["request_id"], "agency_code": asked["agency_code"], "year": asked["year"]}
    said = known | {"reference": reference, "refused": refused, "answered_at": clock.now()} | changed
    await office.tell(ResultNumberReserved.model_validate(said), "document-exchange")


async def tended(office: Any) -> None:
    """What the two jobs do until nothing of it is due."""
    async with office.database.sessions.begin() as session:
        await look_for_others(session, "")
    jobs = Jobs(office.database, [ONE])
    while await jobs.is_due():
        assert await jobs.do_next()


async def refused(office: Any, dossier: str, code: str) -> str:
    """To sign it is refused by this code, and nothing has changed; in which words."""
    before = await office.rows(UNCHANGED, dossier)
    answered = await office.act(dossier, "sign", LEADER)
    assert (answered.status_code, answered.json()["code"]) == (409, code), answered.text
    assert await office.rows(UNCHANGED, dossier) == before
    return str(answered.json()["title"])


async def preview(office: Any, dossier: str) -> str:
    pdf = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(LEADER))
    return "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(pdf.content))


async def sheet(office: Any, dossier: str, role: str = LEADER) -> str:
    page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(role))
    return str(page.text)


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
        assert "Đã thực hiện 1 trong 1 mục." in (await post(office, "ky", **form)).text
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


async def voided(office: Any, reference: str, at: int = -1) -> None:
    """The clerk gives up the number that was kept for the ask at that place."""
    asked = [said for kind, said in await told(office) if kind == "asked"][at]
    known = {name: asked[name] for name in ("request_id", "agency_code", "year")}
    said = known | {"reference": reference, "reason": "Ghi nhầm sổ.", "voided_at": clock.now()}
    await office.tell(ResultNumberVoided.model_validate(said), "document-exchange")


def test_what_the_clerk_gives_up_is_signed_by_nobody_and_the_next_is_asked(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        await answer(office, "15/QĐ-SXD")
        await voided(office, "15/QĐ-SXD")
        assert BEING_NUMBERED in await preview(office, dossier)
        await refused(office, dossier, "result_number_awaited")
        (first, second) = await told(office)
        assert (second[0], second[1]["type_code"]) == ("asked", "QĐ")
        assert first[1]["request_id"] != second[1]["request_id"]
        await voided(office, "15/QĐ-SXD", at=0)
        assert len(await told(office)) == 2, "told again, nothing is asked again"
        await answer(office, "16/QĐ-SXD")
        assert (await office.act(dossier, "sign", LEADER)).status_code == 200
        await voided(office, "16/QĐ-SXD")
        assert (await office.rows("SELECT number FROM booked_result"))[0]["number"] == "16/QĐ-SXD"
        assert len(await told(office)) == 2
        rows = await office.rows("SELECT facts::text FROM evidence WHERE kind = 'result-number-voided'")
        assert ["15/QĐ-SXD" in row["facts"] for row in rows] == [True]

    play(one_stop, act)


def test_given_up_by_the_clerk_while_it_is_drafted_anew_nothing_is_asked(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        await answer(office, "15/QĐ-SXD")
        await office.act(dossier, "return", LEADER, {"reason": "Sửa nội dung"})
        await voided(office, "15/QĐ-SXD")
        await tended(office)
        assert [kind for kind, _ in await told(office)] == ["asked"]
        (row,) = await office.rows("SELECT number, number_key, number_request FROM dossier_result")
        assert tuple(row) == ("", None, None)

    play(one_stop, act)


def test_a_number_that_comes_while_another_book_is_chosen_is_not_kept(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        async with office.database.sessions.begin() as session:
            (result,) = await list_results(session, UUID(dossier))
            await answer(office, "15/QĐ-SXD")
            assert result.number == "", "read before the answer came"
            result.outcome = "refused"
            await ask_numbers(session, await session.get_one(Dossier, UUID(dossier)))
        (row,) = await office.rows("SELECT number, number_key, number_book FROM dossier_result")
        assert tuple(row) == ("", None, "CV")
        assert [kind for kind, _ in await told(office)] == ["asked", "given-up", "asked"]

    play(one_stop, act)


def test_dropped_as_it_is_asked_anew_the_newer_number_is_given_up(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await claimed(office)
        assert (await add(office, dossier, title="Bản vẽ", body="Bản vẽ kèm theo quyết định.")).status_code == 200
        await finish(office, dossier)
        await answer(office, "16/QĐ-SXD", at=1)
        await office.act(dossier, "return", LEADER, {"reason": "Bỏ bản vẽ"})
        async with office.database.sessions.begin() as session:
            read = await list_results(session, UUID(dossier))
            renewed = new_id()
            await office.rows("UPDATE dossier_result SET number_request = $1 WHERE position = 1", renewed)
            await drop_result(session, office.identity(SPECIALIST), UUID(dossier), None, 1)
            assert len(read) == 2, "as it was before"
        assert (await told(office))[-1][1]["request_id"] == str(renewed)

    play(one_stop, act)


def test_a_dossier_that_fails_or_is_held_keeps_no_other_from_its_number(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        held, other = await drafted(office), await drafted(office)
        await office.rows("UPDATE dossier SET status = 7")
        async with office.database.sessions.begin() as session:
            await look_for_others(session, "")
        async with office.database.sessions.begin() as session:
            await session.execute(select(DossierResult).where(DossierResult.dossier_id == UUID(held)).with_for_update())
            async with office.database.sessions.begin() as another:
                await tend_one(another, other)
        given_up = [said["request_id"] for kind, said in await told(office) if kind == "given-up"]
        assert len(given_up) == 1

    play(one_stop, act)

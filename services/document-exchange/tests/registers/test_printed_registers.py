"""Registers on paper: the law's columns, a head on every page, and the province's own look once somebody has accepted it."""

import asyncio
import hashlib
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import text

from document_exchange.forms.registers import INCOMING, OUTGOING, REGISTER_TEMPLATES, TEMPLATES
from shared.access.identity import Identity
from shared.access.rights import Power, Role
from shared.core.errors import Refusal, Unavailable
from shared.foreign import confined
from shared.printing.forms import TemplateRefused, print_accepted, try_out
from testing.delegates import acting_for
from testing.template_versions import return_and_call_off

from .test_number_desk import play

PAGE = "/van-ban/bieu-mau/ND30_2020/register-outgoing"
OURS = (TEMPLATES / "register-outgoing.typ").read_text() + "\nMẫu sổ riêng của tỉnh"
OPERATOR = Identity(
    kind="officer", subject="van-hanh", name="Đỗ Vận Hành", roles=frozenset({"operator"}), csrf="csrf-token"
)


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("template", REGISTER_TEMPLATES.values(), ids=lambda template: template.name)
def test_each_register_passes_its_own_trial_and_prints_without_a_row(template: Any) -> None:
    source = template.file.read_bytes()
    assert asyncio.run(try_out(template, source))
    (page,) = pages_of(asyncio.run(print_accepted(template, source, {**template.sample, "rows": [], "volume": ""})))
    assert "Sổ chưa có văn bản nào." in page


def test_a_part_of_a_thousand_rows_has_its_head_on_every_page_and_loses_none() -> None:
    row = {**OUTGOING.sample["rows"][0], "signer": "Nguye\u0302\u0303n Thị Ye\u0302\u0301n"}
    rows = [{**row, "reference": f"{number}/QĐ-STTTT"} for number in range(1, 999)]
    rows.append({**row, "reference": "999/QĐ-STTTT", "subject": "Về việc " + "phối hợp thử nghiệm " * 15})
    rows.append({**row, "reference": "1000/QĐ-STTTT", "signer": "សុខ សុភា"})
    pages = pages_of(
        asyncio.run(print_accepted(OUTGOING, OUTGOING.file.read_bytes(), {**OUTGOING.sample, "rows": rows}))
    )
    cover, *pages = pages
    assert "Quyển số: 01" in cover
    assert len(pages) > 20
    assert all("trích yếu nội dung" in page for page in pages)
    assert "Nguyễn Thị Yến" in pages[0]
    found = "".join(pages).replace(" ", "")
    assert [number for number in range(1, 1001) if f"{number}/QĐ-STTTT" not in found] == []


def test_a_template_that_names_no_field_of_the_register_is_refused_with_a_sentence() -> None:
    source = (TEMPLATES / "register-incoming.typ").read_text().replace('"holders"', '"nguoi_nhan"')
    with pytest.raises(TemplateRefused, match="nguoi_nhan"):
        asyncio.run(try_out(INCOMING, source.encode()))


async def _printed(house: Any) -> str:
    """The words of the register of outgoing documents as it is printed now."""
    answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", "/van-ban/so-van-ban-di/so-in")
    assert "so-van-ban-di-" in answer.headers["content-disposition"]
    assert answer.headers["content-type"] == "application/pdf", answer.text
    return " ".join(pages_of(answer.content))


def test_a_register_is_printed_in_the_look_of_the_province_after_it_was_accepted(
    open_house: Any, tmp_path: Path
) -> None:
    async def story(house: Any) -> None:
        folder = tmp_path / "data" / "thu" / "templates" / "ND30_2020"
        folder.mkdir(parents=True)
        house.app.state.settings = house.settings.model_copy(update={"data": tmp_path / "data", "province": "thu"})
        clerk, printed = house.person(Role.RECORDS_CLERK), partial(_printed, house)
        await house.sent(subject="V/v phối hợp <script>#panic()")
        first = await printed()
        assert "01/STTTT" in first
        assert "<script>#panic()" in first
        assert "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in first
        assert "riêng của tỉnh" not in first
        (folder / "register-outgoing.typ").write_text(OURS)
        assert "Có mẫu chờ xem thử" in (await house.call(OPERATOR, "GET", "/van-ban/bieu-mau")).text
        page = (await house.call(OPERATOR, "GET", PAGE)).text
        seen = page[page.index('name="sha256" value="') + 21 :][:64]
        form = {"csrf_token": OPERATOR.csrf, "sha256": seen, "stamp": "0-0"}
        assert (await house.call(clerk, "POST", f"{PAGE}/dung", data=form)).status_code == 403
        assert (await house.call(OPERATOR, "POST", f"{PAGE}/dung", data=form)).status_code == 303
        assert "riêng của tỉnh" in await printed()
        (folder / "register-outgoing.typ").write_text("#[")
        assert "không dựng được" in (await house.call(OPERATOR, "GET", PAGE)).text
        assert "riêng của tỉnh" in await printed(), "what was accepted is kept"
        assert (await house.call(OPERATOR, "POST", f"{PAGE}/bo", data=form | {"stamp": "1-0"})).status_code == 303
        assert "riêng của tỉnh" not in await printed()

    play(open_house, story)


def test_a_part_that_is_not_there_is_not_printed_nor_is_anything_for_a_specialist(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        await house.sent()
        for part in ("2", "0", "x", "999"):
            none = await house.call(clerk, "GET", f"/van-ban/so-van-ban-di/so-in?phan={part}")
            assert none.status_code == 404
        incoming = await house.call(clerk, "GET", "/van-ban/so-van-ban-den/so-in")
        assert "Sổ chưa có văn bản nào." in pages_of(incoming.content)[0]
        refused = await house.call(house.person(Role.SPECIALIST), "GET", "/van-ban/so-van-ban-di/so-in")
        assert refused.status_code == 403

    play(open_house, story)


def test_a_register_names_the_post_of_who_printed_it(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK).model_copy(update={"title": "Văn thư cơ quan"})
        helper = acting_for(house.person(Role.RECORDS_CLERK), Power.DOCUMENTS)
        names = [(clerk, clerk.name, clerk.title), (helper, f"{helper.name} (thay mặt {clerk.name})", helper.title)]
        for who, name, title in names:
            for book in ("so-van-ban-di", "so-van-ban-den"):
                printed = await house.call(who, "GET", f"/van-ban/{book}/so-in")
                assert f"người in: {name}, {title}" in pages_of(printed.content)[0]

    play(open_house, story)


def test_a_register_that_finds_no_place_is_refused_and_never_printed_in_the_process_that_serves(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thousand rows take seconds and hundreds of megabytes: a dozen asked for at once stopped the service for everybody."""

    why: list[Refusal] = [Unavailable("foreign_work_busy", retry_after=5), confined.Overrun("time")]

    async def busy(*_: Any, **__: Any) -> bytes:
        raise why[0]

    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        monkeypatch.setattr(confined, "run", busy)
        for seconds in ("5", "30"):
            refused = await house.call(clerk, "GET", "/van-ban/so-van-ban-di/so-in")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, seconds), refused.text
            why.pop(0)

    play(open_house, story)


def test_a_print_is_stored_when_the_clerk_says_so_and_opened_again_as_it_was(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        place, calls = "/van-ban/so-van-ban-di", "/lists/outgoing-register/prints"
        await house.sent()
        assert (await house.call(clerk, "GET", calls)).json()["items"] == [], "looking stores nothing"
        done = await house.call(clerk, "POST", f"{place}/so-in", data={"csrf_token": clerk.csrf})
        assert done.status_code == 303, done.text
        (stored,) = (await house.call(leader, "GET", calls)).json()["items"]
        assert (stored["rows"], stored["part"], stored["made_by_name"]) == (1, 1, clerk.name)
        page = await house.call(clerk, "GET", done.headers["location"])
        assert "Đã lưu bản in" in page.text
        assert stored["sha256"][:16] in page.text
        await house.sent()
        opened = await house.call(leader, "GET", f"{place}/ban-in-luu/{stored['id']}")
        assert hashlib.sha256(opened.content).hexdigest() == stored["sha256"]
        assert "02/STTTT" not in " ".join(pages_of(opened.content)), "as it was, not as it would be now"
        again = await house.call(clerk, "POST", f"{calls}?q=khong-co-gi")
        assert (again.status_code, again.json()["rows"]) == (201, 0)
        assert "khong-co-gi" in again.json()["chosen"]
        assert len((await house.call(clerk, "GET", calls)).json()["items"]) == 2
        assert (await house.call(clerk, "POST", f"{calls}?phan=2")).status_code == 404
        stranger = house.person(Role.RECORDS_CLERK, "000.00.02.H08")
        for path in (f"{place}/ban-in-luu/{stored['id']}", f"{calls}/{stored['id']}"):
            assert (await house.call(stranger, "GET", path)).status_code == 404
        assert (await house.call(clerk, "GET", f"/van-ban/so-van-ban-den/ban-in-luu/{stored['id']}")).status_code == 404
        assert (await house.call(house.person(Role.SPECIALIST), "POST", calls)).status_code == 403
        async with house.database.sessions() as session:
            kinds = await session.scalars(text("SELECT kind FROM evidence WHERE kind LIKE 'print-%'"))
            assert sorted(kinds) == ["print-read", "print-stored", "print-stored"]

    play(open_house, story)


@pytest.mark.parametrize(
    ("place", "calls"),
    [
        ("/van-ban/so-van-ban-den", "/lists/incoming-register/prints"),
        ("/van-ban/so-theo-doi", "/lists/tracking-register/prints"),
        ("/van-ban/so-buu-dien", "/lists/post-register/prints"),
        ("/van-ban/so-ban-luu", "/lists/copy-register/prints"),
    ],
)
def test_the_other_registers_are_stored_by_page_and_by_program(open_house: Any, place: str, calls: str) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        done = await house.call(clerk, "POST", f"{place}/so-in", data={"csrf_token": clerk.csrf})
        assert done.status_code == 303, done.text
        by_program = await house.call(clerk, "POST", calls)
        assert (by_program.status_code, by_program.json()["rows"]) == (201, 0)
        assert len((await house.call(clerk, "GET", calls)).json()["items"]) == 2
        outgoing = (await house.call(clerk, "GET", "/lists/outgoing-register/prints")).json()["items"]
        assert outgoing == [], "each register has its own"

    play(open_house, story)


def test_an_earlier_look_of_a_register_is_returned_to_and_one_ahead_called_off(open_house: Any, tmp_path: Path) -> None:
    async def story(house: Any) -> None:
        folder = tmp_path / "data" / "thu" / "templates" / "ND30_2020"
        folder.mkdir(parents=True)
        house.app.state.settings = house.settings.model_copy(update={"data": tmp_path / "data", "province": "thu"})

        async def post(path: str, form: dict[str, str]) -> Any:
            return await house.call(OPERATOR, "POST", path, data={"csrf_token": OPERATOR.csrf, **form})

        looks = (TEMPLATES / "register-outgoing.typ").read_text(), OURS
        get = partial(house.call, OPERATOR, "GET")
        await return_and_call_off(get, post, PAGE, (folder / "register-outgoing.typ").write_text, looks)

    play(open_house, story)

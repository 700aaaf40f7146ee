"""Sơ đồ quy trình: the steps as a picture and the same as words, on a procedure's page and on a dossier's, which marks the present step."""

import asyncio
import re
from html import unescape

from one_stop.procedures.picture import WIDTH, Mark, Standing, picture_of

from ..catalogue.kit import begin, look, save

ROW = {
    "cases": [{"code": "TH1", "name": "Cấp mới"}],
    "steps": [
        {"code": "receive", "name": "Tiếp nhận", "role": "counter-officer", "hours": 4, "actions": []},
        {"code": "examine", "name": "Thẩm định " + "rất dài " * 20, "role": "specialist", "hours": 32, "actions": []},
        {
            "code": "check", "name": "Kiểm tra thực địa", "role": "specialist", "hours": 16, "actions": [],
            "when": {"field": "area", "at_least": 500}, "consults": {"hours": 24, "of": ["parent", "H01"]},
        },
        {"code": "approve", "name": "Ký", "role": "leader", "hours": 2, "actions": ["approve"], "at": "parent"},
        {"code": "return", "name": "Trả", "role": "counter-officer", "hours": 2, "actions": ["return_result"]},
    ],
}  # fmt: skip
LABELS = [{"name": "area", "title": "Diện tích"}]


def test_the_picture_has_a_box_for_each_step_and_a_way_around_one_with_a_condition() -> None:
    picture = picture_of(ROW, {"H01": "Sở Xây dựng"}, LABELS)
    assert picture is not None
    assert (len(picture.boxes), len(picture.ways), len(picture.detours)) == (5, 4, 1)
    assert picture.steps[2].facts == (
        "Chuyên viên", "16 giờ làm việc", "chỉ khi mục Diện tích từ 500",
        "lấy ý kiến trong 24 giờ làm việc: cơ quan cấp trên, Sở Xây dựng",
    )  # fmt: skip
    assert picture.description == "Quy trình có 5 bước, đi từ trên xuống."
    below = 0
    for box in picture.boxes:
        assert below <= box.y
        assert box.x + box.width <= WIDTH
        assert all(box.y < text.y <= box.y + box.height for text in box.texts)
        below = box.y + box.height
    assert below <= picture.height
    assert picture_of({"steps": []}, {}) is None


def test_what_is_long_is_written_on_several_lines() -> None:
    picture = picture_of(ROW, {}, LABELS)
    assert picture is not None
    lines = [text.words for text in picture.boxes[1].texts if text.kind == "name"]
    assert len(lines) > 3
    assert max(map(len, lines)) <= 34
    assert " ".join(lines) == "2. " + ROW["steps"][1]["name"].strip()  # type: ignore[index]


def test_a_dossier_s_picture_marks_what_was_passed_what_is_skipped_and_where_it_is() -> None:
    picture = picture_of(ROW, {}, LABELS, Standing(3, [2]))
    assert picture is not None
    assert [step.mark for step in picture.steps] == [Mark.DONE, Mark.DONE, Mark.SKIPPED, Mark.CURRENT, Mark.COMING]
    assert picture.description.endswith("Hồ sơ đang ở bước 4: Ký.")
    ended = picture_of(ROW, {}, LABELS, Standing(4, [2], runs=False))
    assert ended is not None
    assert ended.steps[4].mark_words == "Hồ sơ kết thúc ở bước này"


def _named(page: str) -> str:
    """What the picture is called and says, as a screen reader is told: its title and description stand on the page."""
    svg = re.search(r'<svg[^>]*aria-labelledby="([^"]+)"', page)
    assert svg is not None
    found = [re.search(rf'<(?:title|desc) id="{one}">([^<]*)', page) for one in svg[1].split()]
    return " ".join(unescape(one[1]) for one in found if one)


def test_the_pages_of_a_procedure_and_of_a_dossier_show_the_picture_without_a_style_of_its_own(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            headers = office.headers("procedure-editor")
            page = (await office.client.get(f"/mot-cua/danh-muc-thu-tuc/{code}", headers=headers)).text
            assert _named(page).startswith("Sơ đồ quy trình: ")
            assert "có 5 bước" in _named(page)
            dossier = await office.file()
            await office.act(dossier, "accept", "counter-officer")
            headers = office.headers("counter-officer")
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text
            assert "Hồ sơ đang ở bước 1: " in _named(page)
            assert page.count("lt-drawn__box--current") == 1
            picture = page[page.index('<figure class="lt-drawn"') : page.index("</figure>")]
            assert "style=" not in picture
            assert picture.count("<li>") == 5

    asyncio.run(run())


def test_a_draft_is_drawn_as_it_would_be_published(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            await save(office, change, **{"steps.2.name": "Thẩm định, đi xem thực địa"})
            page = await look(office, change)
            assert "Sơ đồ quy trình của bản thảo" in _named(page)
            assert "Thẩm định, đi xem thực địa" in page[page.index("<figure") : page.index("</figure>")]

    asyncio.run(run())

from datetime import date
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from one_stop.forms import render, samples
from one_stop.forms.render import FORM_TEMPLATES, PRINTED_FORMS, FormNo, find_signature_area, template_of
from one_stop.forms.rule_sets import RuleSet
from shared.printing.forms import IncompleteForm, print_form

FORMS, RESULT = samples.FORMS, samples.RESULT


def render_form(form_no: str, data: dict[str, Any], rule_set: str = RuleSet.ND118_2025) -> bytes:
    return print_form(template_of(form_no, rule_set), data)


def render_result(data: dict[str, Any]) -> bytes:
    return render_form(render.RESULT, data)


def filled_in(form_no: str, **changed: Any) -> dict[str, Any]:
    """The sample with what the form knows of `changed`."""
    known = FORM_TEMPLATES["ND118_2025", form_no].fields.model_fields
    return {**FORMS[form_no], **{name: value for name, value in changed.items() if name in known}}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def qr_of(pdf: bytes) -> list[str]:
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("form_no", FORMS)
def test_a_form_shows_its_title_letterhead_and_people(form_no: str) -> None:
    text = text_of(render_form(form_no, FORMS[form_no]))
    assert PRINTED_FORMS[RuleSet.ND118_2025, FormNo(form_no)].title.upper() in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "ngày 02 tháng 3 năm 2026" in text
    assert "Trần Thị Ngọc Lan" in text


def test_the_receipt_shows_code_times_and_papers() -> None:
    text = text_of(render_form("01", FORMS["01"]))
    for part in (
        "000.00.31.H99-260302-0001",
        "09 giờ 32 phút, ngày 09 tháng 3 năm 2026",
        "05 ngày làm việc",
        "K7QM2XWPAB",
    ):
        assert part in text


@pytest.mark.parametrize(("name", "lists"), [("part-ask", ("papers",)), ("tra-ket-qua", ("results", "originals"))])
def test_slips_print_every_line_of_their_lists(name: str, lists: tuple[str, ...]) -> None:
    template = render.FORM_TEMPLATES["ND118_2025", name]
    flat = text_of(print_form(template, template.sample))
    for line in (line for field in lists for line in template.sample[field]):
        assert line in flat


def test_the_receipts_qr_leads_to_the_tracking_page_and_its_barcode_is_the_code() -> None:
    assert set(qr_of(render_form("01", FORMS["01"]))) == {FORMS["01"]["lookup_url"], FORMS["01"]["code"]}


def test_the_result_prints_its_verification_code_in_groups_beside_the_dossier_code() -> None:
    printed = text_of(render_result({**RESULT, "verify_code": "abcd efgh 2345 6789"}))
    assert "abcd efgh 2345 6789" in printed
    assert str(RESULT["code"]) in printed


def test_the_results_qr_leads_to_the_verification_page() -> None:
    assert qr_of(render_result(RESULT)) == [RESULT["verify_url"]]


@pytest.mark.parametrize(
    "typed", ['#read("/etc/passwd")', "#panic()", "*đậm* $x$ @ref <a> \\u{41}", '"} ]) //', "= Đề mục\n- mục"]
)
def test_what_people_type_is_printed_and_never_run(typed: str) -> None:
    applicant = {**FORMS["01"]["applicant"], "name": typed, "address": typed}
    for form_no in FORMS:
        filled = filled_in(form_no, applicant=applicant, owner=applicant, reason=typed, ground=typed)
        assert " ".join(typed.split()) in text_of(render_form(form_no, filled))
    printed = text_of(render_result({**RESULT, "paragraphs": [typed], "lines": [[typed, typed]]}))
    assert " ".join(typed.split()) in printed


def test_very_long_names_stay_on_the_paper() -> None:
    long_name = "Công ty trách nhiệm hữu hạn một thành viên " * 12
    unbroken = "Đ" * 300
    applicant = {**FORMS["01"]["applicant"], "name": long_name, "address": unbroken}
    papers = [{"name": long_name, "originals": 1}] * 30
    pdf = render_form("01", {**FORMS["01"], "applicant": applicant, "papers": papers})
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 1
    for page in document:
        text = page.get_textpage()
        assert all(text.get_charbox(place)[2] < page.get_width() - 30 for place in range(text.count_chars()))
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in text_of(pdf)


LONG_MAIL = "a" * 60 + "@" + "b" * 60
LONG_WORDS = ["Đ" * 300, LONG_MAIL, "W" * 120, "so12ngach34ngo56/" * 16, "ស" * 200, "王" * 200]


@pytest.mark.parametrize("word", LONG_WORDS)
@pytest.mark.parametrize("form_no", FORMS)
def test_long_words_wrap_in_their_own_column_and_are_copied_as_typed(form_no: str, word: str) -> None:
    person = {**FORMS["01"]["applicant"], "name": word, "address": word, "email": word, "phone": "0905123456"}
    rows = [{**row, "note": word, "result": "Đúng hạn"} for row in FORMS["06"]["hand_overs"]]
    filled = filled_in(
        form_no,
        applicant=person,
        owner=person,
        reason=word,
        ground=word,
        hand_overs=rows,
        items=[{"name": word, "note": word}],
        papers=[{"name": word, "originals": 1}],
    )
    pdf = render_form(form_no, filled)
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        assert all(box[2] < page.get_width() - 40 for box in boxes)
    copied = text_of(pdf)
    assert "\u200b" not in copied
    assert word in "".join(copied.split())


def test_two_columns_do_not_write_over_each_other() -> None:
    applicant = {**FORMS["01"]["applicant"], "phone": "+855" + "1" * 11, "email": LONG_MAIL}
    page = pypdfium2.PdfDocument(render_form("01", {**FORMS["01"], "applicant": applicant}))[0]
    text = page.get_textpage()
    found = text.search("Thư điện tử")
    place, _ = found.get_next()
    column = text.get_charbox(place)[0]
    end, _ = text.search("Số định danh cá nhân").get_next()
    assert LONG_MAIL in "".join(text.get_text_range(place, end - place).split())
    boxes = [text.get_charbox(at) for at in range(place, end) if text.get_text_range(at, 1).strip()]
    assert all(box[0] >= column - 1 for box in boxes)


@pytest.mark.parametrize(
    "typed", ["Lê Vui 😀", "ថាច់ សុខា", "王小明", "\uf0b7 bản chính", "\ue0ff", "👨\u200d👩\u200d👧"]
)
def test_no_letter_stops_a_form(typed: str) -> None:
    person = {**FORMS["01"]["applicant"], "name": typed, "address": typed}
    for form_no in FORMS:
        filled = filled_in(form_no, applicant=person, owner=person, reason=typed, ground=typed, officer=typed)
        assert PRINTED_FORMS[RuleSet.ND118_2025, FormNo(form_no)].title.upper() in text_of(render_form(form_no, filled))
    assert render_result({**RESULT, "signer": typed, "paragraphs": [typed], "lines": [[typed, typed]]})


@pytest.mark.parametrize("changed", [{"khong_co": "x"}, {"papers": [{"name": "Đơn", "so_ban": 1}]}, {"sets": "nhiều"}])
def test_a_field_that_the_form_does_not_know_or_of_another_kind_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(IncompleteForm):
        render_form("01", {**FORMS["01"], **changed})


def test_printing_again_gives_the_same_bytes() -> None:
    assert render_form("01", FORMS["01"]) == render_form("01", FORMS["01"])
    assert render_result(RESULT) == render_result(RESULT)


def test_the_rule_set_chooses_title_and_whether_a_form_exists() -> None:
    text = text_of(render_form("03", FORMS["03"], RuleSet.ND61_2018))
    assert "PHIẾU TỪ CHỐI GIẢI QUYẾT HỒ SƠ" in text
    with pytest.raises(IncompleteForm):
        render_form("05", FORMS["05"], RuleSet.ND61_2018)
    with pytest.raises(IncompleteForm):
        render_form("99", FORMS["05"])


def test_a_form_that_lacks_what_it_must_show_is_not_printed() -> None:
    with pytest.raises(IncompleteForm, match="due_at"):
        render_form("01", {**FORMS["01"], "due_at": None})


def test_days_are_written_as_the_decree_says() -> None:
    assert "ngày 09 tháng 02 năm 2026" in text_of(render_form("03", {**FORMS["03"], "issued_on": date(2026, 2, 9)}))


def test_the_leader_signs_in_free_room_above_the_name() -> None:
    pdf = render_result(RESULT)
    area = find_signature_area(pdf, RESULT["signer"])
    assert area is not None
    page = pypdfium2.PdfDocument(pdf)[area.page]
    assert 0 < area.left < area.right < page.get_width()
    inside = page.get_textpage().get_text_bounded(area.left, area.bottom, area.right, area.top)
    assert not inside.strip()
    assert find_signature_area(pdf, "Không Có Ai") is None

"""The answered form as a paper: what was answered, whatever signs it holds."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from online_services.eforms.paper import print_answers
from online_services.eforms.schema import load_eform

FORMS = Path(__file__).parents[4] / "data" / "binh-dinh" / "eforms"
MOMENT = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)


def test_the_paper_says_what_the_form_says_and_no_sign_stops_it() -> None:
    form = load_eform(json.loads((FORMS / "chung.json").read_text(encoding="utf-8")))
    answers = {
        "applicant_name": "Trần Thị Ngọc Lan", "applicant_id": "052190004317", "on_behalf": "self", "declaration": True,
        "request": "Đề nghị:\n\uf0b7 một 😀\n- hai ថាច់ 王 " + "x" * 300 + " #import \\ $x$ [a](b) *c*",
    }  # fmt: skip
    pdf = print_answers(form, answers, "Đơn đề nghị cấp giấy phép", MOMENT)
    assert pdf == print_answers(form, answers, "Đơn đề nghị cấp giấy phép", MOMENT)
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    for said in ("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP", "052190004317", "• một", "#import", "*c*", "Có", "Cho chính tôi"):
        assert said in text, text

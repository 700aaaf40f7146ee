"""Above a refused form every sentence says which field it is about, as the page calls that field."""

from shared.web.named_faults import name_faults

MISSING = "Hãy nhập mục này."
OWN = "Hãy chọn người đến nhận kết quả."


def _page(*links: tuple[str, str]) -> str:
    items = "".join(f'<li><a href="#{field}">{sentence}</a></li>' for field, sentence in links)
    return (
        f'<ul class="govuk-list govuk-error-summary__list">{items}</ul><form>'
        '<label class="govuk-label" for="address">\n Địa chỉ <span>thường trú</span> (không bắt buộc)\n</label>'
        '<input class="govuk-input" id="address" name="address">'
        '<fieldset><legend class="x"> Hẹn lại ngày </legend><div class="govuk-date-input" id="due_on">'
        '<label for="due_on-day">Ngày</label><input id="due_on-day"></div></fieldset>'
        '<fieldset><legend>Ai đến nhận</legend><input id="capacity" type="radio"><label for="capacity">Người nộp</label>'
        '</fieldset><div id="loose"></div></form>'
    )


def test_a_box_a_day_and_a_choice_are_called_as_the_page_calls_them() -> None:
    named = name_faults(_page(("address", MISSING), ("due_on", MISSING), ("capacity", MISSING)))
    assert '<a href="#address">Địa chỉ thường trú: hãy nhập mục này.</a>' in named
    assert '<a href="#due_on">Hẹn lại ngày: hãy nhập mục này.</a>' in named
    assert '<a href="#capacity">Ai đến nhận: hãy nhập mục này.</a>' in named


def test_what_says_enough_or_has_no_name_stays() -> None:
    page = _page(("capacity", OWN), ("loose", MISSING), ("nowhere", MISSING))
    assert name_faults(page) == page
    assert name_faults("<p>Không có biểu mẫu</p>") == "<p>Không có biểu mẫu</p>"

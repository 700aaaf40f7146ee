from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from pydantic import TypeAdapter, ValidationError

from shared.core import memory
from shared.printing import printable as printable_module
from shared.printing.printable import (
    PrintedLine,
    PrintedParagraphs,
    Unprintable,
    fit,
    print_pdf,
    printable,
)

MADE = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Ỷ, Đắk Nông ½ № → ≥ ☎ ✓ • … “a” – ₫",
        "ថាច់ សុខា",
        "王小明 陈志强 賴",
        "ꨌꩌ ꨀꨣꨯ",
        "ວັນນາ ໄຊຍະ",
        "ทองใบ",
        "ꪼꪕ ꪀꪱꪉ",
        "김철수",
        "Vaj Tshaj Xyooj",
        "Иванов Σωκράτης",
        "x̂ ẍ̂ ā̂ Ṿ̂ ệ̀",
    ],
)
def test_letters_that_people_have_are_printed(text: str) -> None:
    assert printable(text)
    assert "□" not in fit(text)


@pytest.mark.parametrize("bullet", "\uf0b7\uf0a7\uf0d8\uf0a8\uf076\uf0e0")
def test_bullets_of_word_processors_become_bullets(bullet: str) -> None:
    assert printable(f"Thiếu {bullet} giấy tờ") == "Thiếu • giấy tờ"


@pytest.mark.parametrize(
    ("sign", "number"),
    [
        ("😀", "U+1F600"),
        ("👨\u200d👩\u200d👧", "U+1F468 U+200D"),
        ("🇻🇳", "U+1F1FB U+1F1F3"),
        ("\ue123", "U+E123"),
        ("𡗶", "U+21"),
    ],
)
def test_a_sign_without_a_picture_is_named(sign: str, number: str) -> None:
    with pytest.raises(Unprintable) as refused:
        printable(f"Thiếu {sign} giấy tờ")
    assert refused.value.sign == sign
    assert sign in refused.value.sentence
    assert number in refused.value.sentence


@pytest.mark.parametrize(("sign", "number"), [("\x07", "U+0007"), ("\x00", "U+0000"), ("\ufffe", "U+FFFE")])
def test_a_sign_that_cannot_even_be_shown_is_named_by_its_number(sign: str, number: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(PrintedParagraphs).validate_python(f"Thiếu {sign} giấy tờ")
    sentence = refused.value.errors()[0]["ctx"]["error"].sentence
    assert number in sentence
    assert sign not in sentence


def test_what_is_no_text_at_all_is_refused_as_such() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(PrintedLine).validate_python(5)


def test_what_is_stored_already_is_printed_with_a_square_for_each_lacking_sign() -> None:
    assert fit("Lê Vui 😀 👨\u200d👩\u200d👧 \x07\uf0b7") == "Lê Vui □ □ •"


@pytest.mark.parametrize(
    "text",
    [
        "Lê Vui 😀",
        "\uf0b7 \ue0ff",
        "x\u0302\u0e49\u17d2",
        "e" + "\u0301" * 40,
        "\u0e33\u0302",
        "\U000e0041",
        "\ufffe",
        "ß ŉ ǰ ﷺ",
    ],
)
def test_nothing_stops_the_printer(text: str, tmp_path: Path) -> None:
    template = tmp_path / "a.typ"
    template.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set text(font: "Tinos")\n#strong(upper(data.name)) #emph(data.name)'
    )
    pdf = print_pdf(template, {"name": text}, MADE)
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_after_a_pause_the_printer_lets_go_and_prints_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "a.typ"
    template.write_text('#let data = json(bytes(sys.inputs.data))\n#set text(font: "Tinos")\n#data.name')
    before = print_pdf(template, {"name": "Trần Thị Ngọc Lan"}, MADE)
    memory.rest()
    assert printable_module._printed_at is not None, "somebody has just printed"
    monkeypatch.setattr(printable_module, "_KEPT_SECONDS", 0.0)
    memory.rest()
    assert printable_module._printed_at is None
    assert print_pdf(template, {"name": "Trần Thị Ngọc Lan"}, MADE) == before

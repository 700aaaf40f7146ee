"""Dấu chỉ mức độ khẩn stands red in its frame under the number (NĐ 30/2020 Phụ lục I, III.2b), from the person's signature on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import ImageChops

from shared.signing.blank_places import find_blanks
from shared.signing.issue_words import BlankKind
from shared.signing.pdf import seal_agency, sign_person
from shared.signing.placement import MM
from shared.signing.verdicts import Reason
from shared.signing.verify import verify_pdf

from .builders import updated
from .conftest import Desk, compile_pdf
from .headings import DRAWN_LINES, GIVEN, NUMBER, WANTED, source, text_of
from .test_issue_blanks import rewrite


def drawn(pdf: bytes) -> Any:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[0].render(scale=2).to_pil().convert("RGB")


def of_person(desk: Desk, pdf: bytes, priority: int) -> bytes:
    words = replace(WANTED, priority=priority)
    return sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust, words=words)


@pytest.mark.parametrize(("priority", "said", "width"), [(1, "KHẨN", 20), (2, "THƯỢNG KHẨN", 40), (3, "HỎA TỐC", 30)])
@pytest.mark.parametrize("lines", [None, DRAWN_LINES["gaps"]], ids=["no lines", "gaps"])
def test_an_urgent_document_bears_its_mark_in_its_size_and_in_red(
    desk: Desk, tmp_path: Path, priority: int, said: str, width: float, lines: tuple[str, str] | None
) -> None:
    letter = compile_pdf(tmp_path, source(lines))
    mark = find_blanks(letter, replace(WANTED, priority=priority))[-1]
    assert mark.kind is BlankKind.URGENCY
    assert (mark.place.width, mark.place.height) == pytest.approx((width * MM, 8 * MM))
    by_person = of_person(desk, letter, priority)
    assert said in text_of(by_person, tmp_path)
    plain, marked = drawn(of_person(desk, letter, 0)), drawn(by_person)
    added = ImageChops.difference(plain, marked).getbbox()
    assert added is not None
    assert (added[2] - added[0]) / 2 == pytest.approx(width * MM, abs=2)
    reds = [one for one in marked.crop(added).get_flattened_data() if one[0] > 200 and one[1] < 90 and one[2] < 90]
    assert len(reds) > 200
    given = replace(GIVEN, priority=priority)
    done = seal_agency(by_person, desk.keys.signer("seal:H08"), trust=desk.trust, words=given)
    assert all(one.valid for one in verify_pdf(done, desk.trust))
    assert NUMBER in text_of(done, tmp_path)


def test_what_is_not_urgent_bears_none_and_a_mark_never_changes_after_the_signature(desk: Desk, tmp_path: Path) -> None:
    letter = compile_pdf(tmp_path, source())
    assert BlankKind.URGENCY not in [blank.kind for blank in find_blanks(letter, WANTED)]
    altered = updated(of_person(desk, letter, 1), rewrite(BlankKind.URGENCY, "HỎA TỐC"))
    assert [one.reason for one in verify_pdf(altered, desk.trust)] == [Reason.CHANGED_AFTER_SIGNING]

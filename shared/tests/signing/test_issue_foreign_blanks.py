"""A field that somebody brought in the file never covers what the leader read when signing."""

import io
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from shared.signing.blank_fields import issue_blanks
from shared.signing.errors import UnsignablePdf
from shared.signing.fields import form_fields
from shared.signing.pdf import seal_agency, sign_person
from shared.signing.preparing import prepare_person
from shared.signing.readiness import check_signable
from shared.signing.verdicts import Reason
from shared.signing.verify import verify_pdf

from .builders import add_text_field, numbers, page_of, rewritten, turned
from .conftest import Desk, compile_pdf
from .headings import DRAWN_LINES, GIVEN, WANTED, source
from .test_proof import foreign

CLAUSE = (80.0, 560.0, 520.0, 640.0)
LINE = (60.0, 700.0, 260.0, 716.0)
SEAL = "CoQuanMau"


def blank(box: tuple[float, ...] = LINE, name: str = "SoKyHieu1", **changed: Any) -> Any:
    """A field as ours are, empty, white as soon as it is filled."""

    def edit(writer: Any) -> None:
        add_text_field(writer, name)
        node = next(node for found, node, _ in form_fields(writer) if found == name)
        del node["/V"], node["/AP"]
        entries = {
            "/Ff": generic.NumberObject(1),
            "/Rect": numbers(*box),
            "/Q": generic.NumberObject(0),
            "/DA": generic.TextStringObject("/Serif 13.00 Tf 0 g"),
            "/TM": generic.TextStringObject("che phần để trống"),
        }
        for key, value in (entries | {f"/{key}": value for key, value in changed.items()}).items():
            node[pdf_name(key)] = value

    return edit


def made_elsewhere(desk: Desk, draft: bytes) -> bytes:
    """Signed and sealed by a program that does not look where the fields lie; both certificates are good."""
    before = IncrementalPdfFileWriter(io.BytesIO(draft))
    append_signature_field(before, SigFieldSpec(SEAL, on_page=1, box=(300, 100, 400, 200)))
    out = io.BytesIO()
    person = desk.keys.signer("officer:mau")
    PdfSigner(PdfSignatureMetadata(field_name="NguoiKyMau", md_algorithm="sha256"), person).sign_pdf(before, output=out)
    after = IncrementalPdfFileWriter(io.BytesIO(out.getvalue()))
    for name, node, kind in form_fields(after):
        if kind == "/Tx":
            node[pdf_name("/V")] = generic.TextStringObject(name)
            drawn = generic.StreamObject(
                {
                    pdf_name("/Type"): pdf_name("/XObject"),
                    pdf_name("/Subtype"): pdf_name("/Form"),
                    pdf_name("/BBox"): numbers(0, 0, 10, 10),
                },
                stream_data=b"1 g 0 0 10 10 re f",
            )
            node[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): after.add_object(drawn)})
            after.update_container(node)
    done = io.BytesIO()
    seal = desk.keys.signer("seal:H08")
    PdfSigner(PdfSignatureMetadata(field_name=SEAL, md_algorithm="sha256"), seal).sign_pdf(after, output=done)
    return done.getvalue()


@pytest.mark.parametrize("box", [CLAUSE, LINE])
def test_a_draft_that_brings_a_blank_is_refused_when_attached_and_by_who_signs(
    desk: Desk, tmp_path: Path, box: tuple[float, ...]
) -> None:
    letter = rewritten(compile_pdf(tmp_path, source()), blank(box))
    draft = foreign(letter, desk)
    for brought in (letter, draft):
        for sign in (
            lambda pdf=brought: check_signable(pdf),
            lambda pdf=brought: prepare_person(pdf, desk.keys.signer("officer:mau"), words=WANTED),
        ):
            with pytest.raises(UnsignablePdf) as refused:
                sign()
            assert refused.value.code == "pdf_form_fields"


def test_a_file_of_our_own_that_was_signed_is_not_signed_in_person_again_over_its_blanks(
    desk: Desk, tmp_path: Path
) -> None:
    by_person = sign_person(compile_pdf(tmp_path, source()), desk.keys.signer("officer:mau"), words=WANTED)
    for pdf in (by_person, seal_agency(by_person, desk.keys.signer("seal:H08"), words=GIVEN)):
        with pytest.raises(UnsignablePdf) as refused:
            check_signable(pdf)
        assert refused.value.code == "pdf_form_fields"


def test_a_blank_brought_by_a_signed_file_is_not_filled_over_a_clause_by_the_seal(desk: Desk, tmp_path: Path) -> None:
    letter = rewritten(compile_pdf(tmp_path, source()), blank(CLAUSE))
    signed = io.BytesIO()
    person = desk.keys.signer("officer:mau")
    writer = IncrementalPdfFileWriter(io.BytesIO(letter))
    PdfSigner(PdfSignatureMetadata(field_name="NguoiKyMau", md_algorithm="sha256"), person).sign_pdf(
        writer, output=signed
    )
    with pytest.raises(UnsignablePdf) as refused:
        seal_agency(signed.getvalue(), desk.keys.signer("seal:H08"), trust=desk.trust, words=GIVEN)
    assert refused.value.code == "pdf_form_fields"


def second_page(writer: Any) -> None:
    blank()(writer)
    other = page_of(writer, 1)
    other[pdf_name("/Annots")] = generic.ArrayObject([page_of(writer).get("/Annots").get_object().raw_get(0)])


def both(one: Any, other: Any) -> Any:
    def edit(writer: Any) -> None:
        one(writer)
        other(writer)

    return edit


FORGED = {
    "over a clause": blank(CLAUSE),
    "a line in the lower half": blank((60, 300, 260, 316)),
    "higher than a line": blank((60, 600, 260, 660)),
    "wider than a number": blank((40, 600, 580, 616)),
    "a day as wide as a line": blank(name="NgayBanHanh1"),
    "letters as large as the box": blank((60, 500, 260, 620), DA=generic.TextStringObject("/Serif 100.00 Tf 0 g")),
    "a mark larger than its frame": blank((60, 500, 260, 620), name="MucDoKhan1"),
    "a look of its own": blank(DA=generic.TextStringObject("/Serif 13.00 Tf 1 g")),
    "a background": blank(MK=generic.DictionaryObject({pdf_name("/BG"): numbers(1)})),
    "that keeps its size": blank(F=generic.NumberObject(4 | 8)),
    "on another page too": second_page,
    "the lower half of a turned page": both(blank((400, 700, 416, 800)), turned(90)),
    "the same words twice": both(blank(), blank((60, 640, 260, 656), name="SoKyHieu2")),
    "the number on two rows": both(blank(), blank((60, 640, 260, 656), name="KyHieu1")),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_blank_in_an_arrival_made_elsewhere_is_a_change(desk: Desk, tmp_path: Path, kind: str) -> None:
    done = made_elsewhere(desk, rewritten(compile_pdf(tmp_path, source()), FORGED[kind]))
    person, seal = verify_pdf(done, desk.trust)
    assert (person.valid, person.reason) == (False, Reason.CHANGED_AFTER_SIGNING)
    assert seal.valid


def test_a_line_in_the_heading_may_be_filled_by_other_programs_too(desk: Desk, tmp_path: Path) -> None:
    done = made_elsewhere(desk, rewritten(compile_pdf(tmp_path, source()), blank()))
    assert [one.reason for one in verify_pdf(done, desk.trust)] == [Reason.VALID] * 2


@pytest.mark.parametrize("paper", ["a3", "a4", "a5", "a6"])
@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("lines", [None, DRAWN_LINES["gaps"]], ids=["no lines", "gaps"])
def test_what_we_put_on_pages_of_all_sizes_is_taken_for_blanks(
    desk: Desk, tmp_path: Path, paper: str, flipped: bool, lines: tuple[str, str] | None
) -> None:
    letter = compile_pdf(tmp_path, source(lines, flipped=flipped).replace('"a4"', f'"{paper}"'))
    by_person = sign_person(letter, desk.keys.signer("officer:mau"), trust=desk.trust, words=WANTED)
    put = {name for name, _, kind in form_fields(PdfFileReader(io.BytesIO(by_person))) if kind == "/Tx"}
    assert set(issue_blanks(PdfFileReader(io.BytesIO(by_person)))) == put
    assert put or paper in ("a5", "a6")
    done = seal_agency(by_person, desk.keys.signer("seal:H08"), trust=desk.trust, words=GIVEN)
    assert all(one.valid for one in verify_pdf(done, desk.trust))

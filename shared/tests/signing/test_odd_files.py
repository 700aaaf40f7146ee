"""Files as other programs write them: signed, sealed and seen, or refused when attached."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from shared.signing.errors import SigningRefused, UnsignablePdf
from shared.signing.fields import signature_fields
from shared.signing.readiness import check_signable
from shared.signing.verdicts import Reason
from testing.patience import must_end

from .builders import (
    add_signature_field,
    add_text_field,
    page_of,
    rewritten,
)
from .conftest import Desk
from .test_proof import foreign, locked_by_owner, signed_and_sealed, verdicts


def indirect_annotations(writer: Any) -> None:
    for index in range(2):
        page_of(writer, index)[pdf_name("/Annots")] = writer.add_object(generic.ArrayObject())


def unlisted_field(writer: Any) -> None:
    add_signature_field(writer, "NguoiKyAn")
    page_of(writer)[pdf_name("/Annots")] = generic.ArrayObject()


def conditional_field(writer: Any) -> None:
    add_signature_field(writer, "NguoiKyDieuKien")
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/SV")] = generic.DictionaryObject(
        {pdf_name("/Ff"): generic.NumberObject(1), pdf_name("/Filter"): pdf_name("/Khac.Filter")}
    )


ODD: dict[str, Callable[[Any], None]] = {
    "indirect annotations": indirect_annotations,
    "a field that locks all others": lambda writer: add_signature_field(writer, "NguoiKyVanBan", lock=True),
    "a field for the seal that locks": lambda writer: add_signature_field(writer, "CoQuanKy", lock=True),
    "a field no page lists": unlisted_field,
    "a field with conditions": conditional_field,
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_drafts_are_signed_sealed_and_seen(desk: Desk, kind: str) -> None:
    draft = rewritten(desk.letter, ODD[kind])
    assert check_signable(draft) == []
    done = signed_and_sealed(desk, draft)
    assert verdicts(done, desk) == [(True, Reason.VALID)] * 2
    shown = [field for field in signature_fields(PdfFileReader(io.BytesIO(done))) if field.filled]
    assert len(shown) == 2
    assert all(field.visible and field.page is not None for field in shown)


def test_drafts_that_could_change_afterwards_are_refused_when_attached(desk: Desk) -> None:
    for draft, code in (
        (rewritten(desk.letter, add_text_field), "pdf_form_fields"),
        (locked_by_owner(desk.letter), "pdf_encrypted"),
        (desk.letter[: len(desk.letter) // 2], "pdf_damaged"),
        (foreign(desk.letter, desk, level=MDPPerm.NO_CHANGES), "pdf_locked"),
    ):
        for main in (True, False):
            with pytest.raises(SigningRefused) as refused:
                check_signable(draft, main=main)
            assert refused.value.code == code


def test_a_form_that_meets_itself_is_refused_quickly(desk: Desk) -> None:
    def trap(writer: Any) -> None:
        below = writer.add_object(generic.DictionaryObject({pdf_name("/T"): generic.TextStringObject("x")}))
        for _ in range(25):
            node = generic.DictionaryObject(
                {
                    pdf_name("/T"): generic.TextStringObject("x"),
                    pdf_name("/Kids"): generic.ArrayObject([below, below]),
                }
            )
            below = writer.add_object(node)
        fields = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject([below])})
        writer.root[pdf_name("/AcroForm")] = fields

    trapped = rewritten(desk.letter, trap)
    with must_end():
        assert verdicts(trapped, desk) == [(False, Reason.TOO_COMPLEX)]
        with pytest.raises(UnsignablePdf):
            check_signable(trapped)


def test_files_signed_or_certified_before_are_pointed_out(desk: Desk) -> None:
    assert check_signable(desk.letter) == []
    assert check_signable(foreign(desk.letter, desk)) == ["signed_before", "number_not_shown"]
    for level in (MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE):
        assert check_signable(foreign(desk.letter, desk, level=level)) == ["certified_before", "number_not_shown"]


def test_an_old_version_is_raised_to_what_the_seal_needs(desk: Desk, tmp_path: Path) -> None:
    old = rewritten(desk.letter, lambda writer: writer.root.pop("/Version", None))
    old = old.replace(old[:8], b"%PDF-1.3", 1)
    assert PdfFileReader(io.BytesIO(old)).input_version == (1, 3)
    done = signed_and_sealed(desk, old)
    assert PdfFileReader(io.BytesIO(done)).input_version >= (1, 7)
    (tmp_path / "old.pdf").write_bytes(done)
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed")
    said = subprocess.run(["pdfinfo", str(tmp_path / "old.pdf")], capture_output=True, text=True, check=True).stdout
    version = next(line.split()[-1] for line in said.splitlines() if line.startswith("PDF version"))
    assert float(version) >= 1.7

"""Signing: what is placed where, what is refused, what an independent reader says."""

import io
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from shared.signing.errors import NotSignedByPerson, SigningRefused, UnsignablePdf, WrongSigner
from shared.signing.images import draw_seal, draw_signature
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.placement import MM, Placement, Rectangle, place_person
from shared.signing.verdicts import SignerKind
from shared.signing.verify import verify_pdf

from .conftest import Desk


def box_of(pdf: bytes, field_name: str) -> Rectangle:
    for name, _, reference in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))):
        if name == field_name:
            return Rectangle(*(float(edge) for edge in reference.get_object()["/Rect"]))
    raise AssertionError(field_name)


def with_empty_fields(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("ky_lanh_dao", on_page=1, box=(300, 300, 420, 340)))
    append_signature_field(writer, SigFieldSpec("ky_co_quan", on_page=1, box=(220, 280, 320, 380)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt(owner_pass="mật khẩu", user_pass="mật khẩu")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_person_then_agency_are_both_valid(desk: Desk) -> None:
    person, agency = verify_pdf(desk.sealed, desk.trust)
    assert (person.kind, person.signer_name, person.title) == (SignerKind.PERSON, "Trần Văn Mẫu", "Chủ tịch")
    assert (agency.kind, agency.agency_code) == (SignerKind.SEAL, "H08")
    assert person.valid
    assert agency.valid
    assert person.time_stamped
    assert agency.covers_whole_document


def test_signing_only_appends(desk: Desk) -> None:
    assert desk.by_person.startswith(desk.letter)
    assert desk.sealed.startswith(desk.by_person)


def test_person_stands_between_post_and_full_name_on_their_page(desk: Desk) -> None:
    box = box_of(desk.sealed, "NguoiKy1")
    spot = place_person(desk.letter, Placement(), "Trần Văn Mẫu", "Chủ tịch")
    assert spot.page == 1
    document = pypdfium2.PdfDocument(desk.letter)
    text = document[1].get_textpage()
    name = text.get_charbox(text.search("Trần Văn Mẫu").get_next()[0])
    post = text.get_charbox(text.search("CHỦ TỊCH").get_next()[0])
    assert name[3] <= box.bottom < box.top <= post[1]
    assert abs((name[3] + post[1]) / 2 - (box.bottom + box.top) / 2) < 2


def test_seal_is_real_size_and_covers_a_third_of_the_signature_on_its_left(desk: Desk) -> None:
    person, seal = box_of(desk.sealed, "NguoiKy1"), box_of(desk.sealed, "CoQuan1")
    assert seal.width == pytest.approx(36 * MM, abs=1.5)
    assert seal.height == pytest.approx(36 * MM, abs=1.5)
    assert seal.left < person.left
    assert (seal.right - person.left) / person.width == pytest.approx(1 / 3, abs=0.02)


def test_images_show_blue_and_red(desk: Desk) -> None:
    document = pypdfium2.PdfDocument(desk.sealed)
    document.init_forms()
    picture = document[1].render(scale=1).to_pil().convert("RGB")
    pixels = list(picture.get_flattened_data())
    assert sum(1 for r, g, b in pixels if b > 140 and r < 110 and g < 130) > 100
    assert sum(1 for r, g, b in pixels if r > 180 and g < 90 and b < 110) > 500


def test_drawn_images_are_transparent_and_the_same_each_time() -> None:
    assert draw_signature("Trần Văn Mẫu") == draw_signature("Trần Văn Mẫu")
    assert draw_signature("Trần Văn Mẫu") != draw_signature("Lê Thị Mẫu")
    assert draw_seal("Sở Mẫu").startswith(b"\x89PNG")


def test_a_name_that_is_not_on_the_page_puts_the_signature_lower_right(desk: Desk) -> None:
    spot = place_person(desk.letter, Placement(), "Không Có Tên", "Chủ tịch")
    assert spot.page == 1
    assert spot.rectangle.left > 300
    assert spot.rectangle.bottom < 150


def test_a_chosen_rectangle_is_kept_on_the_page(desk: Desk) -> None:
    placement = Placement(page=0, rectangle=Rectangle(550, 10, 700, 60))
    signed = sign_person(desk.letter, desk.keys.signer("officer:mau"), placement)
    assert box_of(signed, "NguoiKy1").right <= 596


def test_fields_left_by_the_drafter_are_used(desk: Desk) -> None:
    prepared = with_empty_fields(desk.letter)
    signed = sign_person(prepared, desk.keys.signer("officer:mau"))
    signed = seal_agency(signed, desk.keys.signer("seal:H08"), trust=desk.trust)
    reports = verify_pdf(signed, desk.trust)
    assert [report.field_name for report in reports] == ["ky_lanh_dao", "ky_co_quan"]
    assert all(report.valid for report in reports)


def test_two_persons_may_sign_one_document(desk: Desk) -> None:
    desk.authority.issue_officer("hai", "Lê Thị Mẫu", "Phó Chủ tịch", "Ủy ban nhân dân tỉnh Mẫu")
    signed = sign_person(desk.by_person, desk.keys.signer("officer:hai"))
    signed = seal_agency(signed, desk.keys.signer("seal:H08"), trust=desk.trust)
    assert [report.valid for report in verify_pdf(signed, desk.trust)] == [True, True, True]


def test_attachment_shows_notation_and_time_at_the_top_right_of_page_one(desk: Desk) -> None:
    sealed = seal_attachment(desk.letter, desk.keys.signer("seal:H08"), "12/QĐ-UBND")
    assert verify_pdf(sealed, desk.trust)[0].valid
    box = box_of(sealed, "CoQuan1")
    assert box.right > 540
    assert box.top > 800
    document = pypdfium2.PdfDocument(sealed)
    pypdfium2.raw.FPDFPage_Flatten(document[0], 0)
    text = document[0].get_textpage().get_text_range()
    assert "12/QĐ-UBND" in text
    shown = next(line for line in text.splitlines() if line.endswith("+07:00"))
    assert datetime.fromisoformat(shown).utcoffset() is not None


def test_agency_never_signs_before_a_person(desk: Desk) -> None:
    with pytest.raises(NotSignedByPerson) as refusal:
        seal_agency(desk.letter, desk.keys.signer("seal:H08"))
    assert refusal.value.code == "not_signed_by_person"
    attachment = seal_attachment(desk.letter, desk.keys.signer("seal:H08"), "12/UBND-VX")
    with pytest.raises(NotSignedByPerson):
        seal_agency(attachment, desk.keys.signer("seal:H08"))


def test_agency_never_signs_over_a_broken_signature(desk: Desk) -> None:
    place = desk.by_person.index(b"/Type")
    broken = desk.by_person[:place] + b"/type" + desk.by_person[place + 5 :]
    with pytest.raises(SigningRefused):
        seal_agency(broken, desk.keys.signer("seal:H08"), trust=desk.trust)


def test_each_certificate_signs_only_its_own_kind(desk: Desk) -> None:
    with pytest.raises(WrongSigner):
        sign_person(desk.letter, desk.keys.signer("seal:H08"))
    with pytest.raises(WrongSigner):
        seal_agency(desk.by_person, desk.keys.signer("officer:mau"))
    with pytest.raises(WrongSigner):
        seal_attachment(desk.letter, desk.keys.signer("officer:mau"), "12/UBND-VX")


def test_unsignable_files_are_refused_by_name(desk: Desk) -> None:
    signer = desk.keys.signer("officer:mau")
    cases = {
        "pdf_empty": b"",
        "pdf_not_pdf": b"<html>khong phai pdf</html>",
        "pdf_encrypted": encrypted(desk.letter),
        "pdf_damaged": b"%PDF-1.7\n" + b"\x00garbage" * 200,
        "pdf_too_large": b"%PDF-1.7\n" + b" " * (50 * 1024 * 1024),
    }
    for code, content in cases.items():
        with pytest.raises(UnsignablePdf) as refusal:
            sign_person(content, signer)
        assert refusal.value.code == code
    with pytest.raises(UnsignablePdf) as refusal:
        sign_person(desk.letter, signer, Placement(page=9, rectangle=Rectangle(0, 0, 10, 10)))
    assert refusal.value.code == "pdf_page_missing"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_file_is_refused_or_signed_but_never_breaks(desk: Desk, share: float) -> None:
    cut = desk.letter[: int(len(desk.letter) * share)]
    try:
        sign_person(cut, desk.keys.signer("officer:mau"))
    except UnsignablePdf as refusal:
        refusal.sentence.encode()


def test_a_broken_image_is_refused(desk: Desk) -> None:
    with pytest.raises(SigningRefused) as refusal:
        sign_person(desk.letter, desk.keys.signer("officer:mau"), image=b"not an image")
    assert refusal.value.code == "image_damaged"


def test_poppler_agrees(desk: Desk, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed")
    document = tmp_path / "sealed.pdf"
    document.write_bytes(desk.sealed)
    said = subprocess.run(["pdfsig", str(document)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert "ETSI.CAdES.detached" in said
    broken = bytearray(desk.sealed)
    broken[broken.index(b"/MediaBox") + 1] ^= 1
    document.write_bytes(bytes(broken))
    said = subprocess.run(["pdfsig", str(document)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 0


def test_openssl_verifies_each_signature_up_to_the_root(desk: Desk, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    (tmp_path / "root.pem").write_bytes(desk.authority.root_certificate())
    signatures = PdfFileReader(io.BytesIO(desk.sealed)).embedded_regular_signatures
    assert len(signatures) == 2
    for signature in signatures:
        start, first, second, rest = (int(number) for number in signature.byte_range)
        signed = desk.sealed[start : start + first] + desk.sealed[second : second + rest]
        (tmp_path / "content").write_bytes(signed)
        (tmp_path / "signature").write_bytes(signature.pkcs7_content)
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(tmp_path / "signature")]
        command += ["-content", str(tmp_path / "content"), "-CAfile", str(tmp_path / "root.pem")]
        command += ["-purpose", "any", "-cades", "-out", str(tmp_path / "out")]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        (tmp_path / "content").write_bytes(signed.replace(b"/MediaBox", b"/MediaBoy"))
        assert subprocess.run(command, capture_output=True, check=False).returncode != 0

"""What a signature proves: whatever a reader would see changed afterwards is never called valid."""

import io
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as Use
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.core.clock import now
from shared.signing import certificates
from shared.signing.certificates import Issuer
from shared.signing.errors import SigningRefused, UnsignablePdf
from shared.signing.fields import signature_fields
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.placement import MM, Placement, Rectangle
from shared.signing.readiness import check_signable
from shared.signing.timestamps import AuthorityTimeStamper
from shared.signing.verdicts import LaterChanges, Reason, later_changes_words
from shared.signing.verify import verify_pdf
from testing.signing_kit import authority_in

from .builders import (
    add_signature_field,
    add_text_field,
    add_widget,
    boxed,
    numbers,
    page_of,
    painted,
    rewritten,
    turned,
    updated,
)
from .conftest import Desk, compile_pdf


def signed_and_sealed(desk: Desk, pdf: bytes) -> bytes:
    by_person = sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust)
    return seal_agency(by_person, desk.keys.signer("seal:H08"), trust=desk.trust)


def verdicts(pdf: bytes, desk: Desk) -> list[tuple[bool, Reason]]:
    return [(report.valid, report.reason) for report in verify_pdf(pdf, desk.trust)]


def add_painted_signature_field(writer: Any) -> None:
    reference = add_widget(
        writer,
        {"/Subtype": pdf_name("/Widget"), "/FT": pdf_name("/Sig"), "/T": generic.TextStringObject("Dau")},
    )
    listed = writer.root["/AcroForm"]["/Fields"]
    listed.append(reference)
    writer.update_container(listed)
    writer.update_root()


def open_with_script(writer: Any) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()


def hide_a_layer(writer: Any) -> None:
    writer.root[pdf_name("/OCProperties")] = generic.DictionaryObject()
    writer.update_root()


def repaint_the_seal(writer: Any) -> None:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        field["/AP"][pdf_name("/N")] = painted(writer)
        writer.update_container(field)


def repaint_in_place(writer: Any) -> None:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        picture = reference.get_object()["/AP"].raw_get("/N").reference
        drawn = generic.StreamObject(dict(writer.get_object(picture)), stream_data=b"1 0 0 rg 0 0 200 30 re f")
        drawn.pop("/Filter", None)
        drawn.container_ref = picture
        writer.mark_update(picture)
        writer.objects[picture.generation, picture.idnum] = drawn


def larger_page(writer: Any) -> None:
    page_of(writer)[pdf_name("/MediaBox")] = numbers(0, 0, 300, 300)


SEEN: dict[str, Callable[[Any], None]] = {
    "a form field": add_text_field,
    "a text note": lambda writer: add_widget(writer, {"/Subtype": pdf_name("/FreeText")}),
    "a stamp": lambda writer: add_widget(writer, {"/Subtype": pdf_name("/Stamp")}),
    "a picture in an unsigned signature field": add_painted_signature_field,
    "a script at opening": open_with_script,
    "layers": hide_a_layer,
    "another picture of the signature": repaint_the_seal,
    "the picture of the signature drawn otherwise": repaint_in_place,
    "another size of the page": larger_page,
}


@pytest.mark.parametrize("kind", SEEN)
def test_what_a_reader_would_see_changed_is_never_valid(desk: Desk, kind: str) -> None:
    for report in verify_pdf(updated(desk.sealed, SEEN[kind]), desk.trust):
        assert not report.valid
        assert report.later_changes is LaterChanges.FORBIDDEN
        assert later_changes_words(report.reason, report.later_changes) == "Nội dung đã bị sửa"


def test_a_field_filled_in_after_both_signatures_is_a_change(desk: Desk) -> None:
    """Signed by another product, which allows fields; we refuse such a draft ourselves."""
    drafted = rewritten(desk.letter, add_text_field)
    signed = foreign(drafted, desk)

    def fill(writer: Any) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field[pdf_name("/V")] = generic.TextStringObject("9.000.000.000 dong")
        field["/AP"][pdf_name("/N")] = painted(writer)
        writer.update_container(field)

    assert verdicts(signed, desk) == [(True, Reason.VALID)]
    assert verdicts(updated(signed, fill), desk) == [(False, Reason.CHANGED_AFTER_SIGNING)]


def test_a_strangers_picture_takes_the_validity_of_what_it_covers(desk: Desk, tmp_path: Path) -> None:
    stranger = authority_in(tmp_path / "other")
    stranger.issue_officer("gia", "Kẻ Mạo Danh", "Giám đốc", "Sở Mẫu")
    signer = AuthorityKeyStore(stranger).signer("officer:gia")
    covered = sign_person(desk.sealed, signer, Placement(0, Rectangle(50, 700, 250, 730)))
    assert verdicts(covered, desk) == [
        (False, Reason.COVERED_BY_INVALID),
        (False, Reason.COVERED_BY_INVALID),
        (False, Reason.UNKNOWN_AUTHORITY),
    ]


def set_title(writer: Any) -> None:
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.TextStringObject("Tên khác")}))


def add_empty_store(writer: Any) -> None:
    writer.root[pdf_name("/DSS")] = generic.DictionaryObject()
    writer.update_root()


def test_harmless_additions_are_told_as_what_they_are(desk: Desk) -> None:
    for changed, expected in (
        (updated(desk.sealed, set_title), LaterChanges.PROPERTIES),
        (updated(desk.sealed, add_empty_store), LaterChanges.TECHNICAL),
        (desk.sealed + b"\n%% them vao sau\n", LaterChanges.TECHNICAL),
        (desk.sealed + b" " * 5000, LaterChanges.TECHNICAL),
    ):
        seal = verify_pdf(changed, desk.trust)[-1]
        assert seal.valid
        assert seal.later_changes is expected
        assert not seal.covers_whole_document
    assert verify_pdf(desk.sealed, desk.trust)[0].later_changes is LaterChanges.ALLOWED


def test_objects_behind_the_end_are_a_change(desk: Desk) -> None:
    """Readers that mend broken files would take them up."""
    hidden = desk.sealed + b"\n4 0 obj\n<< /Length 0 >>\nendobj\n"
    assert {valid for valid, _ in verdicts(hidden, desk)} == {False}


def test_the_first_signature_certifies_and_the_seal_brings_no_new_field(desk: Desk) -> None:
    person, seal = PdfFileReader(io.BytesIO(desk.sealed)).embedded_regular_signatures
    assert person.docmdp_level is MDPPerm.FILL_FORMS
    assert seal.docmdp_level is None
    # In the order in which readers draw and list them: the seal lies over the person's signature.
    named = [field.name for field in signature_fields(PdfFileReader(io.BytesIO(desk.by_person)))]
    assert named == ["NguoiKy1", "CoQuan1"]


def test_padding_and_noise_are_refused_at_once(desk: Desk) -> None:
    started = time.monotonic()
    for content in (b"%PDF-1.7" + b" " * 20_000_000, b"%PDF-1.7" + b"a" * 49_000_000):
        assert verdicts(content, desk) == [(False, Reason.DAMAGED)]
    assert time.monotonic() - started < 5


# --- certificates -----------------------------------------------------------------------------------------------


def issued(
    desk: Desk,
    *,
    uses: list[x509.ObjectIdentifier] | None = None,
    key: Any = None,
    digest: Any = None,
    key_usage: dict[str, bool] | None = None,
    ca: bool = False,
) -> tuple[x509.Certificate, Any]:
    """A certificate of the same authority, for whatever use."""
    folder = desk.authority.folder
    issuing_key = serialization.load_pem_private_key(desk.authority.cabinet.get("issuing"), None)
    assert isinstance(issuing_key, ec.EllipticCurvePrivateKey)
    issuer = Issuer(x509.load_pem_x509_certificate((folder / "issuing.pem").read_bytes()), issuing_key)
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = certificates.person_name("Người Khác", "Chuyên viên", "Sở Mẫu", "khac")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer.certificate.subject)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now() - timedelta(days=2)).not_valid_after(now() + timedelta(days=100))
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    wanted = {"digital_signature": True, "content_commitment": True} if key_usage is None else key_usage
    usage = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = builder.add_extension(x509.KeyUsage(**(usage | wanted)), critical=True)
    if uses:
        builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing_key.public_key()), critical=False
    )
    point = x509.DistributionPoint([x509.UniformResourceIdentifier("http://localhost:8000/a.crl")], None, None, None)
    builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(issuing_key, digest or hashes.SHA256()), key


def foreign(
    pdf: bytes,
    desk: Desk,
    made: tuple[x509.Certificate, Any] | None = None,
    digest: str = "sha256",
    level: MDPPerm | None = None,
) -> bytes:
    """Signed by another program."""
    certificate, key = made or issued(desk)
    (loaded,) = load_certs_from_pemder_data(certificate.public_bytes(serialization.Encoding.DER))
    chain = SimpleCertificateStore()
    chain.register_multiple(load_certs_from_pemder_data(desk.authority.issuing_certificate()))
    from asn1crypto.keys import PrivateKeyInfo

    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = SimpleSigner(signing_cert=loaded, signing_key=PrivateKeyInfo.load(der), cert_registry=chain)
    permission: dict[str, Any] = {"certify": True, "docmdp_permissions": level} if level else {}
    metadata = PdfSignatureMetadata(field_name="Khac", md_algorithm=digest, **permission)
    field = SigFieldSpec("Khac", on_page=0, box=(300, 500, 400, 540))
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out = io.BytesIO()
    PdfSigner(
        metadata,
        signer,
        timestamper=AuthorityTimeStamper(desk.authority) if digest == "sha256" else None,
        new_field_spec=field,
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        {"uses": [Use.TIME_STAMPING]},
        {"uses": [Use.SERVER_AUTH]},
        {"uses": [Use.SERVER_AUTH, Use.CLIENT_AUTH]},
        {"uses": [Use.CODE_SIGNING]},
        {"uses": [Use.OCSP_SIGNING]},
        {"uses": [Use.EMAIL_PROTECTION, Use.TIME_STAMPING]},
        {"key_usage": {"key_encipherment": True}},
        {"key_usage": {"key_cert_sign": True}, "ca": True},
    ],
)
def test_a_certificate_for_another_use_signs_no_documents(desk: Desk, made: dict[str, Any]) -> None:
    assert verdicts(foreign(desk.letter, desk, issued(desk, **made)), desk) == [(False, Reason.CERTIFICATE_MISUSED)]


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"key_usage": {"digital_signature": True}},
        {"key_usage": {"content_commitment": True}},
        {"uses": [Use.CLIENT_AUTH, Use.EMAIL_PROTECTION]},
        {"uses": [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")]},
    ],
)
def test_certificates_as_authorities_issue_them_to_people_are_taken(desk: Desk, made: dict[str, Any]) -> None:
    assert verdicts(foreign(desk.letter, desk, issued(desk, **made)), desk) == [(True, Reason.VALID)]


def test_weak_algorithms_are_named(desk: Desk) -> None:
    for key in (
        rsa.generate_private_key(public_exponent=65537, key_size=1024),
        rsa.generate_private_key(public_exponent=65537, key_size=1536),
        ec.generate_private_key(ec.SECP192R1()),
    ):
        assert verdicts(foreign(desk.letter, desk, issued(desk, key=key)), desk) == [(False, Reason.WEAK_ALGORITHM)]
    assert verdicts(foreign(desk.letter, desk, digest="sha1"), desk) == [(False, Reason.WEAK_ALGORITHM)]


def test_a_missing_or_broken_list_is_a_missing_list(desk: Desk) -> None:
    def gone() -> list[bytes]:
        raise FileNotFoundError("issuing.crl")

    for lists in (tuple, gone, lambda: [b"not a list"], lambda: [desk.authority.root_crl()]):
        blind = replace(desk.trust, revocation_lists=lists)
        for report in verify_pdf(desk.sealed, blind):
            assert report.reason is Reason.REVOCATION_UNKNOWN
            assert report.chain_trusted


def locked_by_owner(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt(owner_pass="chủ", user_pass="")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_that_opens_without_a_password_is_checked(desk: Desk) -> None:
    assert verdicts(locked_by_owner(desk.letter), desk) == []


@pytest.mark.parametrize(
    ("holder", "starts", "ends", "code"),
    [
        ("cu", -400, -1, "certificate_expired"),
        ("moi", 10, 400, "certificate_not_yet_valid"),
        ("thu", -400, 400, "certificate_revoked"),
    ],
)
def test_nothing_is_signed_or_sealed_with_a_certificate_that_does_not_hold(
    desk: Desk, holder: str, starts: int, ends: int, code: str
) -> None:
    valid: Any = {"valid_from": now() + timedelta(days=starts), "valid_to": now() + timedelta(days=ends)}
    person = desk.authority.issue_officer(holder, "Người Thử", "Chuyên viên", "Sở Mẫu", **valid)
    seal = desk.authority.issue_seal(f"H99.{holder}", "Sở Mẫu", **valid)
    if code == "certificate_revoked":
        desk.authority.revoke(person.serial)
        desk.authority.revoke(seal.serial)
    keys = desk.keys
    with pytest.raises(SigningRefused) as refused:
        sign_person(desk.letter, keys.signer(f"officer:{holder}"), trust=desk.trust)
    assert (refused.value.code, bool(refused.value.sentence)) == (code, True)
    with pytest.raises(SigningRefused) as refused:
        seal_agency(desk.by_person, keys.signer(f"seal:H99.{holder}"), trust=desk.trust)
    assert refused.value.code == code
    with pytest.raises(SigningRefused):
        seal_attachment(desk.letter, keys.signer(f"seal:H99.{holder}"), "12/QĐ", trust=desk.trust)


# --- files as other programs write them -----------------------------------------------------------------------------


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

    started = time.monotonic()
    trapped = rewritten(desk.letter, trap)
    assert verdicts(trapped, desk) == [(False, Reason.TOO_COMPLEX)]
    with pytest.raises(UnsignablePdf):
        check_signable(trapped)
    assert time.monotonic() - started < 5


def test_files_signed_or_certified_before_are_pointed_out(desk: Desk) -> None:
    assert check_signable(desk.letter) == []
    assert check_signable(foreign(desk.letter, desk)) == ["signed_before"]
    for level in (MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE):
        assert check_signable(foreign(desk.letter, desk, level=level)) == ["certified_before"]


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


# --- where it stands ----------------------------------------------------------------------------------------------

READS_UPRIGHT = """#set page(width: 842pt, height: 595pt, margin: 60pt)
#set text(font: "Libertinus Serif", size: 13pt)
trang một
#pagebreak()
#v(6cm)
#align(right)[#block[#set align(center)
*CHỦ TỊCH*

#v(2.5cm)
*Trần Văn Mẫu*]]
"""


def blue(pdf: bytes, desk: Desk) -> tuple[Rectangle, tuple[float, float]]:
    """Where the blue ink is on the second page as shown, and the page's size."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[1]
    picture = page.render(scale=1).to_pil().convert("RGB")
    width, height = picture.size
    inked = [
        (i % width, i // width)
        for i, (r, g, b) in enumerate(picture.get_flattened_data())
        if b > 120 and r < 120 and g < 130 and b > r + 40
    ]
    xs, ys = [x for x, _ in inked], [y for _, y in inked]
    return Rectangle(min(xs), height - max(ys), max(xs), height - min(ys)), (width, height)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_shows_the_signature_upright_in_the_same_place(desk: Desk, tmp_path: Path, degrees: int) -> None:
    """The page is stored turned and shown turned back: the reader sees what he would see of a plain page."""
    plain = compile_pdf(tmp_path, READS_UPRIGHT)

    def store_turned(writer: Any) -> None:
        for index in range(2):
            page = page_of(writer, index)
            _, _, width, height = (float(edge) for edge in page["/MediaBox"])
            matrix = {
                90: f"0 1 -1 0 {height} 0",
                180: f"-1 0 0 -1 {width} {height}",
                270: f"0 -1 1 0 0 {width}",
            }[degrees]
            before = writer.add_object(generic.StreamObject(stream_data=f"q {matrix} cm ".encode()))
            after = writer.add_object(generic.StreamObject(stream_data=b" Q"))
            old = page.raw_get("/Contents")
            kept = list(old) if isinstance(old, generic.ArrayObject) else [old]
            page[pdf_name("/Contents")] = generic.ArrayObject([before, *kept, after])
            if degrees != 180:
                page[pdf_name("/MediaBox")] = numbers(0, 0, height, width)
            page[pdf_name("/Rotate")] = generic.NumberObject(degrees)

    signer = desk.keys.signer("officer:mau")
    expected, size = blue(sign_person(plain, signer, trust=desk.trust), desk)
    found, seen = blue(sign_person(rewritten(plain, store_turned), signer, trust=desk.trust), desk)
    assert seen == size
    assert found.width > 2 * found.height
    for got, wanted in zip(found.as_box(), expected.as_box(), strict=True):
        assert got == pytest.approx(wanted, abs=2.5)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_an_enclosures_text_stands_top_right_as_shown(desk: Desk, degrees: int) -> None:
    sealed = seal_attachment(rewritten(desk.letter, turned(degrees)), desk.keys.signer("seal:H08"), "12/QĐ-UBND")
    document = pypdfium2.PdfDocument(sealed)
    document.init_forms()
    plain = pypdfium2.PdfDocument(rewritten(desk.letter, turned(degrees)))
    with_seal, without = (d[0].render(scale=1).to_pil().convert("L") for d in (document, plain))
    width, height = with_seal.size
    pairs = zip(with_seal.get_flattened_data(), without.get_flattened_data(), strict=True)
    drawn = [(i % width, i // width) for i, (a, b) in enumerate(pairs) if abs(a - b) > 60]
    xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
    assert min(xs) > width / 2
    assert max(ys) < height / 8
    assert max(xs) - min(xs) > max(ys) - min(ys)


def test_the_seal_is_36_mm_on_a_page_with_a_unit_and_a_corner_of_its_own(desk: Desk) -> None:
    done = signed_and_sealed(desk, rewritten(desk.letter, boxed(2, 100, 100)))
    assert verdicts(done, desk) == [(True, Reason.VALID)] * 2
    fields = {field.name: field for field in signature_fields(PdfFileReader(io.BytesIO(done)))}
    assert fields["CoQuan1"].rectangle.width * 2 == pytest.approx(36 * MM, abs=0.1)
    assert fields["CoQuan1"].rectangle.height * 2 == pytest.approx(36 * MM, abs=0.1)
    for field in fields.values():
        assert field.rectangle.left >= 100
        assert field.rectangle.right <= 595


NAME_TWICE = """#set page(paper: "a4")
#set text(font: "Libertinus Serif", size: 13pt)
trang một
#v(4cm)
#align(right)[#block[#set align(center)
*CHỦ TỊCH*

#v(2.5cm)
*Trần Văn Mẫu*]]
#v(2cm)
Nơi nhận: \\
- Trần Văn Mẫu; \\
- Lưu: VT.
"""


def test_the_name_under_the_post_wins_over_the_one_among_the_receivers(desk: Desk, tmp_path: Path) -> None:
    signed = sign_person(compile_pdf(tmp_path, NAME_TWICE), desk.keys.signer("officer:mau"))
    fields = {field.name: field for field in signature_fields(PdfFileReader(io.BytesIO(signed)))}
    assert fields["NguoiKy1"].rectangle.left > 300


def test_pdfsig_and_qpdf_agree_about_a_certified_document(desk: Desk, tmp_path: Path) -> None:
    done = tmp_path / "done.pdf"
    done.write_bytes(desk.sealed)
    if shutil.which("pdfsig") is None or shutil.which("qpdf") is None:
        pytest.skip("pdfsig or qpdf is not installed")
    said = subprocess.run(["pdfsig", "-nocert", str(done)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said
    assert subprocess.run(["qpdf", "--check", str(done)], capture_output=True, check=False).returncode == 0

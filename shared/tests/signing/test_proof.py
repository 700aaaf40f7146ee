"""What a signature proves: whatever a reader would see changed afterwards is never called valid."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
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
from shared.signing.fields import signature_fields
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import seal_agency, sign_person
from shared.signing.placement import Placement, Rectangle
from shared.signing.timestamps import AuthorityTimeStamper
from shared.signing.verdicts import LaterChanges, Reason, later_changes_words
from shared.signing.verify import verify_pdf
from testing.patience import must_end
from testing.signing_kit import authority_in

from .builders import (
    add_text_field,
    add_widget,
    numbers,
    page_of,
    painted,
    rewritten,
    updated,
)
from .conftest import Desk


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


def test_padding_and_noise_are_refused_without_reading_them_over_and_over(desk: Desk) -> None:
    for content in (b"%PDF-1.7" + b" " * 20_000_000, b"%PDF-1.7" + b"a" * 49_000_000):
        with must_end():
            assert verdicts(content, desk) == [(False, Reason.DAMAGED)]


KEY_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
    "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


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
    builder = builder.add_extension(x509.KeyUsage(**(dict.fromkeys(KEY_USES, False) | wanted)), critical=True)
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


def locked_by_owner(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt(owner_pass="chủ", user_pass="")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pdfsig_and_qpdf_agree_about_a_certified_document(desk: Desk, tmp_path: Path) -> None:
    done = tmp_path / "done.pdf"
    done.write_bytes(desk.sealed)
    if shutil.which("pdfsig") is None or shutil.which("qpdf") is None:
        pytest.skip("pdfsig or qpdf is not installed")
    said = subprocess.run(["pdfsig", "-nocert", str(done)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said
    assert subprocess.run(["qpdf", "--check", str(done)], capture_output=True, check=False).returncode == 0

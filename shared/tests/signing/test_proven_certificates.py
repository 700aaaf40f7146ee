"""Which certificates prove anything, and with which nothing is signed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as Use

from shared.core.clock import now
from shared.signing.errors import SigningRefused
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.verdicts import Reason
from shared.signing.verify import verify_pdf

from .conftest import Desk
from .test_proof import foreign, issued, locked_by_owner, verdicts


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

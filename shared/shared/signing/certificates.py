"""Building X.509 certificates and revocation lists (chứng thư số, danh sách thu hồi)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey
PublicKey = EllipticCurvePublicKey | RSAPublicKey

COMMON_NAME_BYTES = 64
"""Readers hold to this X.520 bound for the common name, counted in UTF-8; O keeps a Vietnamese agency's whole name."""
LONGEST = 200


@dataclass(frozen=True)
class Issuer:
    """An authority able to sign: its certificate and loaded key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


@dataclass(frozen=True)
class Revocation:
    """Thu hồi chứng thư số: which serial, when, and why."""

    serial: int
    at: datetime
    reason: str


def person_name(name: str, title: str, agency_name: str, subject_id: str) -> x509.Name:
    """Subject of an officer's certificate: CN = name, title = post, O = agency, serialNumber = our identifier."""
    return _name(
        (NameOID.ORGANIZATION_NAME, agency_name),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, name),
        (NameOID.SERIAL_NUMBER, subject_id),
    )


def seal_name(agency_code: str, agency_name: str) -> x509.Name:
    """Subject of an agency's certificate: a legal person, told by organizationIdentifier (ETSI EN 319 412-3)."""
    return _name(
        (NameOID.ORGANIZATION_NAME, agency_name),
        (NameOID.ORGANIZATION_IDENTIFIER, agency_code),
        (NameOID.COMMON_NAME, agency_name),
    )


def authority_name(common_name: str) -> x509.Name:
    """Subject of an authority of the embedded setting."""
    return _name((NameOID.ORGANIZATION_NAME, "Liên Thông"), (NameOID.COMMON_NAME, common_name))


def _name(*pairs: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    for oid, value in pairs:
        kept = certified(value)
        if oid == NameOID.COMMON_NAME:
            kept = _whole_words(kept, COMMON_NAME_BYTES)
        if kept:
            attributes.append(x509.NameAttribute(oid, kept))
    return x509.Name(attributes)


def certified(value: str) -> str:
    """A name as a certificate carries it."""
    return " ".join(value.split())[:LONGEST].rstrip()


def _whole_words(text: str, most_bytes: int) -> str:
    while len(text.encode()) > most_bytes:
        shorter = text.rpartition(" ")[0]
        text = shorter or text[:-1]
    return text


def build_authority(
    name: x509.Name,
    key: EllipticCurvePrivateKey,
    issuer: Issuer | None,
    starts: datetime,
    ends: datetime,
    crl_url: str | None,
) -> x509.Certificate:
    """A root (no issuer: self-signed, may have one authority below) or an issuing authority."""
    public = key.public_key()
    builder = _builder(name, public, issuer.certificate.subject if issuer else name, starts, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True)
    builder = builder.add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
    signing_public = issuer.key.public_key() if issuer else public
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_public), critical=False)
    if crl_url:
        builder = builder.add_extension(_crl_point(crl_url), critical=False)
    return builder.sign(issuer.key if issuer else key, hashes.SHA256())


def build_holder(
    name: x509.Name, public: PublicKey, issuer: Issuer, starts: datetime, ends: datetime, crl_url: str
) -> x509.Certificate:
    """An officer's or an agency's signing certificate."""
    builder = _builder(name, public, issuer.certificate.subject, starts, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
    )
    # Without a distribution point checkers skip revocation silently.
    return builder.add_extension(_crl_point(crl_url), critical=False).sign(issuer.key, hashes.SHA256())


def build_time_stamper(
    name: x509.Name, public: PublicKey, issuer: Issuer, starts: datetime, ends: datetime, crl_url: str
) -> x509.Certificate:
    """The certificate of a time-stamping authority (RFC 3161: the one purpose, critical)."""
    builder = _builder(name, public, issuer.certificate.subject, starts, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
    )
    return builder.add_extension(_crl_point(crl_url), critical=False).sign(issuer.key, hashes.SHA256())


def build_crl(
    issuer: Issuer, revocations: Iterable[Revocation], moment: datetime, lifetime: timedelta
) -> x509.CertificateRevocationList:
    """Danh sách thu hồi. Never drops an entry, so an old signature can still be judged."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(moment).next_update(moment + lifetime)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
    )
    builder = builder.add_extension(x509.CRLNumber(int(moment.timestamp() * 1000)), critical=False)
    for revocation in revocations:
        entry = x509.RevokedCertificateBuilder().serial_number(revocation.serial).revocation_date(revocation.at)
        entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags(revocation.reason)), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256())


def _builder(
    name: x509.Name, public: PublicKey, issuer_name: x509.Name, starts: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer_name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _crl_point(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])

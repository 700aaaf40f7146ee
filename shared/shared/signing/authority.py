"""The signing authority of the embedded setting (tổ chức chứng thực thử nghiệm). Never for a real province.

Two levels, both with revocation lists, and a time-stamping certificate, made once. Keys lie in the signing process's cabinet; the folder
that everybody reads has certificates and lists alone. Several copies may work at once: writers hold the cabinet's lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from shared.core.clock import now
from shared.signing import certificates
from shared.signing.cabinet import KeyCabinet
from shared.signing.certificates import Issuer, PrivateKey, Revocation
from shared.signing.errors import CertificateRefused, SigningKeyMissing, SigningRefused
from shared.signing.holders import Certified, certificate_file, label_of, person_of, require_subject
from shared.signing.revocations import RevocationLists
from shared.signing.store_keys import write_whole
from shared.signing.takeover import take_over

HOLDER_LIFETIME = timedelta(days=3 * 365)
RENEWED_BEFORE = timedelta(days=7)
"""Whoever was warned has had three weeks; then the test authority renews by itself, so that a trial never stands still."""
# The demonstration signs documents of past months at their own moments, so the test certificates begin earlier.
BACKDATED = timedelta(days=800)

Ordered = Callable[[], None]
"""Called when something is about to change, before it does; what it raises leaves everything as it was."""


def _unasked() -> None:
    """Nobody wants to know beforehand."""


@dataclass(frozen=True)
class Issued:
    """Chứng thư số vừa cấp (or the one in force already)."""

    holder: str
    serial: int
    common_name: str
    not_before: datetime
    not_after: datetime
    certificate_pem: bytes


class SigningAuthority:
    """Tổ chức chứng thực thử nghiệm. `folder` is public; the keys are in `cabinet`."""

    def __init__(self, folder: Path, public_url: str, cabinet: KeyCabinet) -> None:
        self.folder = folder
        self.public_url = public_url.rstrip("/")
        self.cabinet = cabinet
        self._lists = RevocationLists(cabinet.folder / "revoked.json", folder, self._issuer)
        self._issuers: dict[str, Issuer] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        (folder / "holders").mkdir(exist_ok=True, mode=0o755)
        ready = cabinet.folder / "ready"
        with cabinet.locked():
            if not ready.exists() and not take_over(folder, cabinet, self._lists.register):
                self._create()
            ready.touch()
            self._publish()

    def issue_officer(
        self,
        subject_id: str,
        name: str,
        title: str,
        agency_name: str,
        *,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        anew: str = "",
        ordered: Ordered = _unasked,
    ) -> Issued:
        """Cấp chứng thư số cá nhân. Repeating with the same facts returns the certificate in force.

        `subject_id`: the person's, and with `_<agency code>` for a post beside the first (`shared.signing.holders`).
        `anew`: why another one is made all the same, a word of RFC 5280; the earlier one is revoked for it.
        """
        _require(name.strip() and agency_name.strip(), subject_id)
        subject = certificates.person_name(name, title, agency_name, person_of(subject_id))
        return self._issue(f"officer:{subject_id}", subject, valid_from, valid_to, anew, ordered)

    def issue_seal(
        self,
        agency_code: str,
        agency_name: str,
        *,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        anew: str = "",
        ordered: Ordered = _unasked,
    ) -> Issued:
        """Cấp chứng thư số cơ quan."""
        _require(agency_name.strip(), agency_code)
        subject = certificates.seal_name(agency_code, agency_name)
        return self._issue(f"seal:{agency_code}", subject, valid_from, valid_to, anew, ordered)

    def revoke(self, serial: int, reason: str = "keyCompromise", *, at: datetime | None = None) -> None:
        """Thu hồi chứng thư số. `reason` is a word of RFC 5280; the list is published at once."""
        with self.cabinet.locked():
            self._lists.add([Revocation(serial, at or now(), x509.ReasonFlags(reason).value)])

    def end(self, holder: str, reason: str = "cessationOfOperation", *, ordered: Ordered = _unasked) -> bool:
        """Chấm dứt: the certificate goes on the list, the key is destroyed. Nothing to end: nothing happens."""
        with self.cabinet.locked():
            old = self._held(holder)
            if old is None:
                return False
            ordered()
            if not self.is_revoked(old.serial_number):
                moment = now().replace(microsecond=0)
                self._lists.add([Revocation(old.serial_number, moment, x509.ReasonFlags(reason).value)])
            self.cabinet.destroy(label_of(holder))
            certificate_file(self.folder, holder).unlink(missing_ok=True)
        return True

    def is_revoked(self, serial: int) -> bool:
        """Whether the serial stands on the list."""
        return self._lists.names(serial)

    def require_in_force(self, certified: Certified) -> None:
        """Refuse what no reader would accept. Raises CertificateRefused."""
        moment = now()
        if moment < certified.not_before:
            raise CertificateRefused("certificate_not_yet_valid")
        if moment > certified.not_after:
            raise CertificateRefused("certificate_expired")
        if self.is_revoked(certified.serial):
            raise CertificateRefused("certificate_revoked")

    def refresh_lists(self) -> None:
        """The lists end after a week; made anew two days before."""
        if not self._lists.are_fresh():
            with self.cabinet.locked():
                if not self._lists.are_fresh():
                    self._lists.write()

    def issuing_crl(self) -> bytes:
        """Danh sách thu hồi của cấp phát hành, DER; to be served at `/pki/issuing.crl`."""
        self.refresh_lists()
        return (self.folder / "issuing.crl").read_bytes()

    def root_crl(self) -> bytes:
        """Danh sách thu hồi của gốc, DER; to be served at `/pki/root.crl`."""
        self.refresh_lists()
        return (self.folder / "root.crl").read_bytes()

    def root_certificate(self) -> bytes:
        """Chứng thư gốc, PEM; what a reader must trust."""
        return (self.folder / "root.pem").read_bytes()

    def issuing_certificate(self) -> bytes:
        """Chứng thư cấp phát hành, PEM."""
        return (self.folder / "issuing.pem").read_bytes()

    def stamping_certificate(self) -> bytes:
        """Chứng thư cấp dấu thời gian, PEM."""
        return (self.folder / "tsa.pem").read_bytes()

    def _create(self) -> None:
        moment = now().replace(microsecond=0)
        starts = moment - BACKDATED
        root = ec.generate_private_key(ec.SECP256R1())
        root_name = certificates.authority_name("Liên Thông - Gốc chứng thực thử nghiệm")
        root_certificate = certificates.build_authority(
            root_name, root, None, starts, moment + timedelta(days=20 * 365), None
        )
        issuing = ec.generate_private_key(ec.SECP256R1())
        issuing_certificate = certificates.build_authority(
            certificates.authority_name("Liên Thông - Chứng thực thử nghiệm"),
            issuing,
            Issuer(root_certificate, root),
            starts,
            moment + timedelta(days=10 * 365),
            f"{self.public_url}/pki/root.crl",
        )
        # RSA because many readers know no other algorithm for time-stamps.
        tsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        tsa_certificate = certificates.build_time_stamper(
            certificates.authority_name("Liên Thông - Dấu thời gian thử nghiệm"),
            tsa.public_key(),
            Issuer(issuing_certificate, issuing),
            starts,
            moment + timedelta(days=5 * 365),
            f"{self.public_url}/pki/issuing.crl",
        )
        self.cabinet.put("root", _key_pem(root) + _pem(root_certificate))
        self.cabinet.put("issuing", _key_pem(issuing) + _pem(issuing_certificate))
        self.cabinet.put("tsa", _key_pem(tsa) + _pem(tsa_certificate))

    def _publish(self) -> None:
        """What lies with the keys is what holds: a certificate that a stopped start did not show is shown now."""
        for label in self.cabinet.labels():
            kind, _, subject_id = label.partition("-")
            file = certificate_file(self.folder, f"{kind}:{subject_id}") if subject_id else self.folder / f"{label}.pem"
            certificate = _pem(x509.load_pem_x509_certificate(self.cabinet.get(label)))
            if not file.exists() or file.read_bytes() != certificate:
                write_whole(file, certificate, 0o644)
        if not self._lists.are_fresh():
            self._lists.write()

    def _issue(
        self,
        holder: str,
        subject: x509.Name,
        starts: datetime | None,
        ends: datetime | None,
        anew: str,
        ordered: Ordered,
    ) -> Issued:
        with self.cabinet.locked():
            old = self._held(holder)
            kept = old is not None and starts is None and ends is None and not anew
            if old is not None and kept and self._still_good(old, subject):
                return _issued(holder, old)
            ordered()
            moment = now().replace(microsecond=0)
            key = ec.generate_private_key(ec.SECP256R1())
            certificate = certificates.build_holder(
                subject,
                key.public_key(),
                self._issuer("issuing"),
                starts or moment - BACKDATED,
                ends or moment + HOLDER_LIFETIME,
                f"{self.public_url}/pki/issuing.crl",
            )
            self.cabinet.put(label_of(holder), _key_pem(key) + _pem(certificate))
            write_whole(certificate_file(self.folder, holder), _pem(certificate), 0o644)
            if old is not None and not self.is_revoked(old.serial_number):
                # Another post is another certificate: the earlier one ends, signatures made with it stay good.
                reason = x509.ReasonFlags(anew or "affiliationChanged").value
                self._lists.add([Revocation(old.serial_number, moment, reason)])
            return _issued(holder, certificate)

    def _held(self, holder: str) -> x509.Certificate | None:
        try:
            return x509.load_pem_x509_certificate(self.cabinet.get(label_of(holder)))
        except SigningKeyMissing:
            return None

    def _still_good(self, certificate: x509.Certificate, subject: x509.Name) -> bool:
        return (
            certificate.subject == subject
            and certificate.not_valid_after_utc > now() + RENEWED_BEFORE
            and not self.is_revoked(certificate.serial_number)
        )

    def _issuer(self, label: str) -> Issuer:
        if label not in self._issuers:
            pem = self.cabinet.get(label)
            key = serialization.load_pem_private_key(pem, None)
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise SigningRefused("signing_key_missing")
            self._issuers[label] = Issuer(x509.load_pem_x509_certificate(pem), key)
        return self._issuers[label]


def _require(complete: object, subject_id: str) -> None:
    if not complete:
        raise SigningRefused("authority_subject_invalid")
    require_subject(subject_id)


def _issued(holder: str, certificate: x509.Certificate) -> Issued:
    common_name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    return Issued(
        holder=holder,
        serial=certificate.serial_number,
        common_name=str(common_name),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        certificate_pem=_pem(certificate),
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

"""The signing authority of the embedded setting (tổ chức chứng thực thử nghiệm). Never for a real province.

Two levels, both with revocation lists, and a time-stamping certificate; all in one folder, made once. Several processes
may use the folder together: writers hold a lock file, every file appears by an atomic rename.
"""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from shared.core.clock import now
from shared.signing import certificates
from shared.signing.certificates import Issuer, PrivateKey, Revocation
from shared.signing.errors import SigningRefused

CRL_LIFETIME = timedelta(days=7)
CRL_REFRESH_BEFORE = timedelta(days=2)
HOLDER_LIFETIME = timedelta(days=3 * 365)
# The demonstration signs documents of past months at their own moments, so the test certificates begin earlier.
BACKDATED = timedelta(days=800)

_SUBJECT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


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
    """Tổ chức chứng thực thử nghiệm."""

    def __init__(self, folder: Path, public_url: str) -> None:
        self.folder = folder
        self.public_url = public_url.rstrip("/")
        self._issuer: Issuer | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "holders").mkdir(exist_ok=True, mode=0o700)
        if not (folder / "ready").exists():
            with self._locked():
                if not (folder / "ready").exists():
                    self._create()

    def issue_officer(
        self,
        subject_id: str,
        name: str,
        title: str,
        agency_name: str,
        *,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
    ) -> Issued:
        """Cấp chứng thư số cá nhân. Repeating with the same facts returns the certificate in force."""
        _require(name.strip() and agency_name.strip(), subject_id)
        subject = certificates.person_name(name, title, agency_name, subject_id)
        return self._issue(f"officer:{subject_id}", subject, valid_from, valid_to)

    def issue_seal(
        self,
        agency_code: str,
        agency_name: str,
        *,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
    ) -> Issued:
        """Cấp chứng thư số cơ quan."""
        _require(agency_name.strip(), agency_code)
        subject = certificates.seal_name(agency_code, agency_name)
        return self._issue(f"seal:{agency_code}", subject, valid_from, valid_to)

    def revoke(self, serial: int, reason: str = "keyCompromise", *, at: datetime | None = None) -> None:
        """Thu hồi chứng thư số. `reason` is a word of RFC 5280; the list is published at once."""
        with self._locked():
            self._revoke([Revocation(serial, at or now(), x509.ReasonFlags(reason).value)])

    def end(self, holder: str, reason: str = "cessationOfOperation") -> bool:
        """Chấm dứt: the certificate goes on the list, the key is destroyed. Nothing to end: nothing happens."""
        path = holder_file(self.folder, holder)
        with self._locked():
            old = _read_certificate(path)
            if old is None:
                return False
            if not self.is_revoked(old.serial_number):
                moment = now().replace(microsecond=0)
                self._revoke([Revocation(old.serial_number, moment, x509.ReasonFlags(reason).value)])
            path.unlink(missing_ok=True)
        return True

    def is_revoked(self, serial: int) -> bool:
        """Whether the serial stands on the list."""
        return any(revocation.serial == serial for revocation in self._revocations())

    def issuing_crl(self) -> bytes:
        """Danh sách thu hồi của cấp phát hành, DER; to be served at `/pki/issuing.crl`."""
        self._refresh_lists()
        return (self.folder / "issuing.crl").read_bytes()

    def root_crl(self) -> bytes:
        """Danh sách thu hồi của gốc, DER; to be served at `/pki/root.crl`."""
        self._refresh_lists()
        return (self.folder / "root.crl").read_bytes()

    def root_certificate(self) -> bytes:
        """Chứng thư gốc, PEM; what a reader must trust."""
        return (self.folder / "root.pem").read_bytes()

    def issuing_certificate(self) -> bytes:
        """Chứng thư cấp phát hành, PEM."""
        return (self.folder / "issuing.pem").read_bytes()

    def _create(self) -> None:
        moment = now().replace(microsecond=0)
        starts = moment - BACKDATED
        root = ec.generate_private_key(ec.SECP256R1())
        root_name = certificates.authority_name("Liên Thông - Gốc chứng thực thử nghiệm")
        root_certificate = certificates.build_authority(
            root_name, root, None, starts, moment + timedelta(days=20 * 365), None
        )
        top = Issuer(root_certificate, root)
        issuing = ec.generate_private_key(ec.SECP256R1())
        issuing_certificate = certificates.build_authority(
            certificates.authority_name("Liên Thông - Chứng thực thử nghiệm"),
            issuing,
            top,
            starts,
            moment + timedelta(days=10 * 365),
            f"{self.public_url}/pki/root.crl",
        )
        issuer = Issuer(issuing_certificate, issuing)
        # RSA because many readers know no other algorithm for time-stamps.
        tsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        tsa_certificate = certificates.build_time_stamper(
            certificates.authority_name("Liên Thông - Dấu thời gian thử nghiệm"),
            tsa.public_key(),
            issuer,
            starts,
            moment + timedelta(days=5 * 365),
            f"{self.public_url}/pki/issuing.crl",
        )
        for label, key, certificate in (
            ("root", root, root_certificate),
            ("issuing", issuing, issuing_certificate),
            ("tsa", tsa, tsa_certificate),
        ):
            _write(self.folder / f"{label}.key", _key_pem(key), 0o600)
            _write(self.folder / f"{label}.pem", _pem(certificate), 0o644)
        self._write_lists()
        _write(self.folder / "ready", b"", 0o644)

    def _issue(self, holder: str, subject: x509.Name, starts: datetime | None, ends: datetime | None) -> Issued:
        path = holder_file(self.folder, holder)
        with self._locked():
            old = _read_certificate(path)
            if old is not None and starts is None and ends is None and self._still_good(old, subject):
                return _issued(holder, old)
            moment = now().replace(microsecond=0)
            key = ec.generate_private_key(ec.SECP256R1())
            certificate = certificates.build_holder(
                subject,
                key.public_key(),
                self._issuing(),
                starts or moment - BACKDATED,
                ends or moment + HOLDER_LIFETIME,
                f"{self.public_url}/pki/issuing.crl",
            )
            _write(path, _key_pem(key) + _pem(certificate), 0o600)
            if old is not None and not self.is_revoked(old.serial_number):
                # Another post is another certificate: the earlier one ends, signatures made with it stay good.
                self._revoke([Revocation(old.serial_number, moment, "affiliationChanged")])
            return _issued(holder, certificate)

    def _still_good(self, certificate: x509.Certificate, subject: x509.Name) -> bool:
        return (
            certificate.subject == subject
            and certificate.not_valid_after_utc > now() + timedelta(days=30)
            and not self.is_revoked(certificate.serial_number)
        )

    def _issuing(self) -> Issuer:
        if self._issuer is None:
            self._issuer = self._load("issuing")
        return self._issuer

    def _load(self, label: str) -> Issuer:
        key = serialization.load_pem_private_key((self.folder / f"{label}.key").read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningRefused("signing_key_missing")
        return Issuer(x509.load_pem_x509_certificate((self.folder / f"{label}.pem").read_bytes()), key)

    def _revocations(self) -> list[Revocation]:
        try:
            rows = json.loads((self.folder / "revoked.json").read_text())
        except FileNotFoundError:
            return []
        return [Revocation(int(r["serial"], 16), datetime.fromisoformat(r["at"]), r["reason"]) for r in rows]

    def _revoke(self, added: Iterable[Revocation]) -> None:
        kept = self._revocations()
        known = {revocation.serial for revocation in kept}
        kept += [revocation for revocation in added if revocation.serial not in known]
        rows = [{"serial": f"{r.serial:x}", "at": r.at.astimezone(UTC).isoformat(), "reason": r.reason} for r in kept]
        _write(self.folder / "revoked.json", json.dumps(rows, indent=1).encode(), 0o644)
        self._write_lists()

    def _write_lists(self) -> None:
        moment = now().replace(microsecond=0)
        revocations = self._revocations()
        for label, entries in (("root", []), ("issuing", revocations)):
            crl = certificates.build_crl(self._load(label), entries, moment, CRL_LIFETIME)
            _write(self.folder / f"{label}.crl", crl.public_bytes(serialization.Encoding.DER), 0o644)

    def _refresh_lists(self) -> None:
        if self._lists_are_fresh():
            return
        with self._locked():
            if not self._lists_are_fresh():
                self._write_lists()

    def _lists_are_fresh(self) -> bool:
        for label in ("root", "issuing"):
            crl = x509.load_der_x509_crl((self.folder / f"{label}.crl").read_bytes())
            ends = crl.next_update_utc
            if ends is None or ends < now() + CRL_REFRESH_BEFORE:
                return False
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def holder_file(folder: Path, holder: str) -> Path:
    """Where the key and certificate of `officer:<id>` or `seal:<agency code>` lie."""
    kind, _, subject_id = holder.partition(":")
    _require(kind in {"officer", "seal"}, subject_id)
    return folder / "holders" / f"{kind}-{subject_id}.pem"


def _require(complete: object, subject_id: str) -> None:
    if not complete or not _SUBJECT_ID.fullmatch(subject_id):
        raise SigningRefused("authority_subject_invalid")


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


def _read_certificate(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write under another name with the final mode, then rename: a reader sees the old file or the new one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)

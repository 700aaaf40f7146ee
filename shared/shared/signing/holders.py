"""Chứng thư số of whoever signs: what its public part says. Anybody may read this; the key is nobody's business here.

A certificate names one agency. Who signs at one has `officer:<id>`; who signs at several (kiêm nhiệm, ủy quyền) has `officer:<id>` where
the person signs first, and `officer:<id>_<agency code>` at each of the others.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from shared.core.clock import now
from shared.signing.certificates import certified
from shared.signing.errors import CertificateRefused, SigningKeyMissing, SigningRefused
from shared.signing.verdicts import SignerKind

WARNED_BEFORE = timedelta(days=30)
"""From then on the holder and the administrator are told that it ends."""

_SUBJECT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Certified:
    """Bên ký: whom a certificate names, and from when to when."""

    def __init__(self, holder: str, facts: x509.Certificate) -> None:
        self.holder = holder
        self.facts = facts
        self.kind = kind_of(facts.subject)
        self.common_name = subject_value(facts.subject, NameOID.COMMON_NAME)
        self.organisation = subject_value(facts.subject, NameOID.ORGANIZATION_NAME)
        self.title = subject_value(facts.subject, NameOID.TITLE)
        self.serial = facts.serial_number
        self.issuer = facts.issuer
        self.not_before: datetime = facts.not_valid_before_utc
        self.not_after: datetime = facts.not_valid_after_utc

    @property
    def has_ended(self) -> bool:
        return now() > self.not_after

    @property
    def ends_soon(self) -> bool:
        return self.not_after - now() <= WARNED_BEFORE

    def for_readers(self) -> Any:
        """The certificate as the PDF library holds it. That library is large: who only looks does not load it."""
        from pyhanko.keys import load_certs_from_pemder_data

        return next(iter(load_certs_from_pemder_data(self.facts.public_bytes(Encoding.DER))))


def person_holder(person_id: str, beside: str = "") -> str:
    """Whose certificate it is; `beside`: code of the agency, where it is not the one at which the person signs first."""
    return f"officer:{person_id}_{beside}" if beside else f"officer:{person_id}"


def person_of(subject_id: str) -> str:
    """The person whom a holder's id names, whatever the agency."""
    return subject_id.partition("_")[0]


def list_holders(folder: Path) -> list[str]:
    """Whose certificates lie there."""
    return sorted(path.stem.replace("-", ":", 1) for path in (folder / "holders").glob("*.pem"))


def find_in_post(folder: Path, person_id: str, agency_code: str, agency_name: str) -> Certified | None:
    """The certificate with which the person signs in a post at that agency, or None."""
    for holder in (person_holder(person_id), person_holder(person_id, agency_code)):
        found = find_certificate(folder, holder)
        if found is not None and found.organisation == certified(agency_name):
            return found
    return None


def get_in_post(folder: Path, person_id: str, agency_code: str, agency_name: str) -> Certified:
    """Raise SigningKeyMissing for who has none, CertificateRefused where the one there is was made for another agency."""
    found = find_in_post(folder, person_id, agency_code, agency_name)
    if found is None:
        get_certificate(folder, person_holder(person_id))
        raise CertificateRefused("certificate_of_other_post")
    return found


def label_of(holder: str) -> str:
    """A holder, `officer:<id>` or `seal:<agency code>`, as a name of a file. Raises SigningRefused for anything else."""
    kind, _, subject_id = holder.partition(":")
    if kind not in {"officer", "seal"}:
        raise SigningRefused("authority_subject_invalid")
    require_subject(subject_id)
    return f"{kind}-{subject_id}"


def require_subject(subject_id: str) -> None:
    if not _SUBJECT_ID.fullmatch(subject_id):
        raise SigningRefused("authority_subject_invalid")


def certificate_file(folder: Path, holder: str) -> Path:
    """Where the certificate of a holder lies among the authority's public parts."""
    return folder / "holders" / f"{label_of(holder)}.pem"


def find_certificate(folder: Path, holder: str) -> Certified | None:
    """The certificate of a holder, or None. Reads a small file."""
    try:
        return Certified(holder, x509.load_pem_x509_certificate(certificate_file(folder, holder).read_bytes()))
    except (SigningRefused, OSError, ValueError):
        return None


def get_certificate(folder: Path, holder: str) -> Certified:
    """Raise SigningKeyMissing when the holder has none."""
    found = find_certificate(folder, holder)
    if found is None:
        raise SigningKeyMissing(holder)
    return found


def subject_value(subject: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """One attribute of a certificate's subject, or nothing."""
    found = subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def kind_of(subject: x509.Name) -> SignerKind:
    """A legal person names its organisation identifier, or only itself; everybody else is a person."""
    if subject_value(subject, NameOID.ORGANIZATION_IDENTIFIER):
        return SignerKind.SEAL
    common_name = subject_value(subject, NameOID.COMMON_NAME)
    if common_name and common_name == subject_value(subject, NameOID.ORGANIZATION_NAME):
        return SignerKind.SEAL
    return SignerKind.PERSON

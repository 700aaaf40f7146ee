"""Who signs with which certificate."""

from shared.access.identity import Identity
from shared.core.errors import Forbidden
from shared.signing.certificates import certified
from shared.signing.errors import CertificateRefused
from shared.signing.holders import Certified, person_holder


def require_own(identity: Identity, holder: str) -> None:
    """A person signs as nobody else, and with a certificate for another agency only in a post there."""
    if holder not in (person_holder(identity.subject), person_holder(identity.subject, identity.agency_code)):
        raise Forbidden("signing_not_asked")


def require_own_seal(identity: Identity, holder: str) -> None:
    """The clerk seals for the agency of the post in which he works now."""
    if not identity.agency_code or holder != f"seal:{identity.agency_code}":
        raise Forbidden("signing_not_asked")


def require_seal_of_dossier(identity: Identity, holder: str) -> None:
    """Who signs seals for the agency of that post alone; the service for whichever agency gives the receipt, with no person's key."""
    if identity.kind != "service":
        require_own_seal(identity, holder)
    elif not holder.startswith("seal:"):
        raise Forbidden("signing_not_asked")


def require_same_post(identity: Identity, who: Certified) -> None:
    """A certificate names an agency: in a post at another one it signs nothing."""
    if who.organisation != certified(identity.agency_name):
        raise CertificateRefused("certificate_of_other_post")


def require_same_certificate(who: Certified, serial: str) -> None:
    """The file names the certificate for which it was prepared."""
    if f"{who.serial:x}" != serial:
        raise CertificateRefused("certificate_changed")

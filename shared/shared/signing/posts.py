"""What a service prepares for signing, in a process of its own (`shared.foreign.confined`): in a post, or with an agency's seal."""

from pathlib import Path

from PIL import Image

from shared.signing import fonts
from shared.signing.holders import get_certificate, get_in_post
from shared.signing.issue_words import IssueWords
from shared.signing.pictures import USUAL_DIAMETER
from shared.signing.placement import MM, Placement
from shared.signing.preparing import (
    Prepared,
    prepare_attachment,
    prepare_marked,
    prepare_person,
    prepare_seal,
    prepare_seal_alone,
)
from shared.signing.trust import TrustAnchors


def make_ready() -> None:
    """Asked once by the keeper, so that no child does it anew."""
    fonts.make_ready()
    Image.preinit()


def prepare_in_post(
    pdf: bytes,
    folder: Path,
    person_id: str,
    agency: tuple[str, str],
    placement: Placement | None = None,
    *,
    then_sealed: bool = True,
) -> Prepared:
    """For the signature of a person in a post at that agency, by code and name, and no other. Raises `SigningRefused`."""
    who = get_in_post(folder, person_id, *agency)
    return prepare_person(pdf, who, placement, trust=TrustAnchors.of_authority(folder), then_sealed=then_sealed)


def prepare_to_issue(
    pdf: bytes,
    folder: Path,
    person_id: str,
    agency: tuple[str, str],
    words: IssueWords,
    image: bytes | None = None,
    diameter: int = USUAL_DIAMETER,
) -> Prepared:
    """The same on a document that is numbered, dated and sealed later: with the blanks for `words`.

    `image`: of the person's own hand; `diameter`: of the agency's seal, in millimetres.
    """
    who, trust = get_in_post(folder, person_id, *agency), TrustAnchors.of_authority(folder)
    return prepare_person(pdf, who, trust=trust, words=words, image=image, diameter=diameter * MM)


def prepare_document_seal(
    pdf: bytes,
    folder: Path,
    agency_code: str,
    words: IssueWords | None = None,
    image: bytes | None = None,
    diameter: int = USUAL_DIAMETER,
) -> Prepared:
    """For the agency's signature on the main document; refused unless a person's valid signature is there.

    `image`: of the real seal, so many millimetres across.
    """
    who, trust = get_certificate(folder, f"seal:{agency_code}"), TrustAnchors.of_authority(folder)
    return prepare_seal(pdf, who, trust=trust, words=words, image=image, diameter=diameter * MM)


def prepare_copy_seal(pdf: bytes, folder: Path, agency_code: str, lines: tuple[str, ...]) -> Prepared:
    """For the agency's signature on the electronic copy of a paper: `SAO Y` and what goes with it (NĐ 30/2020, Phụ lục I, Phần II)."""
    who = get_certificate(folder, f"seal:{agency_code}")
    return prepare_marked(pdf, who, lines, trust=TrustAnchors.of_authority(folder))


def prepare_seal_of_slip(pdf: bytes, folder: Path, agency_code: str, placement: Placement) -> Prepared:
    """For the agency's signature on a slip that no person signs."""
    who = get_certificate(folder, f"seal:{agency_code}")
    return prepare_seal_alone(pdf, who, placement, trust=TrustAnchors.of_authority(folder))


def prepare_enclosure_seal(pdf: bytes, folder: Path, agency_code: str, reference: str) -> Prepared:
    """For the agency's signature on an enclosure in a file of its own."""
    who = get_certificate(folder, f"seal:{agency_code}")
    return prepare_attachment(pdf, who, reference, trust=TrustAnchors.of_authority(folder))

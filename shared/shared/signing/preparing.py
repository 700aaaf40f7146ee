"""Văn bản chờ ký: the PDF with its signature field, its picture and room for the signature, as NĐ 30/2020 Phụ lục I places them.

What is signed is the SHA-256 of everything but that room; `shared.signing.pdf` puts the signature in and looks whether it holds.
No key is needed here: only what the certificate says.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import ExternalSigner
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.core.clock import local_now
from shared.signing import images
from shared.signing.blank_places import find_blanks
from shared.signing.blank_standard import Blank
from shared.signing.blanks import fill, locking, names_for, reserve
from shared.signing.errors import NotSignedByPerson, WrongSigner
from shared.signing.fields import (
    SignatureField,
    new_field_name,
    signature_fields,
    usable_field,
)
from shared.signing.holders import Certified
from shared.signing.issue_words import IssueWords
from shared.signing.placement import (
    MM,
    SEAL_DIAMETER,
    Placement,
    Spot,
    place_person,
    place_seal,
    place_top_right,
    shape_of,
    taken_on,
)
from shared.signing.signable import readable, refusing_bad_pdf
from shared.signing.stamps import ShownStyle, image_stamp, text_stamp
from shared.signing.trust import TrustAnchors, require_in_force
from shared.signing.verdicts import LaterChanges, SignatureReport, SignerKind
from shared.signing.verify import verify_pdf

NOBODY = TrustAnchors(roots=[])
_ROOM = 32 * 1024
"""Hexadecimal digits: a signature with its chain and a time-stamp is some 6 KB, a national authority's may be twice that."""


@dataclass(frozen=True)
class Prepared:
    """Văn bản chờ ký."""

    pdf: bytes
    digest: bytes
    """SHA-256 of what the signature covers."""
    room: tuple[int, int]
    field_name: str
    holder: str
    serial: int
    """Whose certificate it was made for."""
    held: tuple[str, ...]
    """Fields whose signatures held before."""


class _ClockedSigner(PdfSigner):
    """Writes the platform's clock, Vietnam time, as the signing time."""

    def init_signing_session(self, *arguments: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = local_now()
        return session


def prepare_person(
    pdf: bytes,
    who: Certified,
    placement: Placement | None = None,
    *,
    trust: TrustAnchors | None = None,
    image: bytes | None = None,
    then_sealed: bool = True,
    words: IssueWords | None = None,
    diameter: float = SEAL_DIAMETER,
) -> Prepared:
    """Ký số của người có thẩm quyền: blue signature image between post and full name.

    With `then_sealed` the seal's place is reserved too: some readers allow a certified document no new field.
    With `words` so are the blanks for number and day, where the page has room and nobody has signed before.
    With `trust` the certificate must be in force, and the result valid. `diameter`: of the seal that comes after.
    """
    if who.kind is not SignerKind.PERSON:
        raise WrongSigner("person_certificate_required")
    with refusing_bad_pdf(pdf):
        reader = readable(pdf)
        chosen = placement is not None and placement.rectangle is not None
        field = None if chosen else usable_field(reader, for_seal=False)
        stamp = image_stamp(image or images.draw_signature(who.common_name))
        spot = place_person(pdf, placement or Placement(), who.common_name, who.title)
        if field is not None:
            spot = _spot_of(pdf, field)
        later = then_sealed and usable_field(reader, for_seal=True) is None
        seal = place_seal(pdf, None, spot, diameter) if later else None
        made = _Preparing(pdf, reader, who, trust)
        made.leave_blanks(words, [one for one in (spot, seal) if one])
        lock = locking(names_for(pdf, made.blanks))
        reserved = _field_at(new_field_name(reader, "CoQuan"), seal, lock) if seal else None
        return made.append(
            field.name if field else new_field_name(reader, "NguoiKy"),
            spot,
            stamp,
            exists=field is not None,
            reserved=reserved,
        )


def prepare_seal(
    pdf: bytes,
    who: Certified,
    placement: Placement | None = None,
    *,
    trust: TrustAnchors | None = None,
    image: bytes | None = None,
    words: IssueWords | None = None,
    diameter: float = SEAL_DIAMETER,
) -> Prepared:
    """Ký số của cơ quan on the main document: red seal over the left third of the person's image, no text.

    Refuses a document that no person has signed (Điều 32); with `trust` the person's signature must also be valid.
    `words`: written into the blanks that the person's signature left, under this one.
    """
    if who.kind is not SignerKind.SEAL:
        raise WrongSigner("seal_certificate_required")
    with refusing_bad_pdf(pdf):
        reader = readable(pdf, with_blanks=True)
        before = verify_pdf(pdf, trust or NOBODY)
        persons = _persons(before, trusted=trust is not None)
        field = None if placement and placement.rectangle else usable_field(reader, for_seal=True)
        stamp = image_stamp(image or images.draw_seal(who.organisation))
        if field is not None:
            spot = _spot_of(pdf, field)
        else:
            spot = place_seal(pdf, placement, _person_spot(pdf, reader, persons), diameter)
        made = _Preparing(pdf, reader, who, trust, before)
        made.words = words
        return made.append(
            field.name if field else new_field_name(reader, "CoQuan"), spot, stamp, exists=field is not None
        )


def prepare_seal_alone(
    pdf: bytes, who: Certified, placement: Placement, *, trust: TrustAnchors | None = None
) -> Prepared:
    """Ký số của cơ quan on what nobody signs in person: a receipt, a slip of the counter. Red seal, real size, where the caller says."""
    if who.kind is not SignerKind.SEAL:
        raise WrongSigner("seal_certificate_required")
    with refusing_bad_pdf(pdf):
        reader = readable(pdf)
        stamp = image_stamp(images.draw_seal(who.organisation))
        spot = place_seal(pdf, placement, None)
        return _Preparing(pdf, reader, who, trust).append(new_field_name(reader, "CoQuan"), spot, stamp, exists=False)


def prepare_attachment(pdf: bytes, who: Certified, notation: str, *, trust: TrustAnchors | None = None) -> Prepared:
    """Ký số của cơ quan on an enclosure in another file: `12/UBND-VX` and the signing time, top right, no image."""
    return prepare_marked(pdf, who, (notation,), trust=trust)


def prepare_marked(pdf: bytes, who: Certified, lines: Sequence[str], *, trust: TrustAnchors | None = None) -> Prepared:
    """Ký số của cơ quan with words and the signing time, top right of the first page, no image: enclosures, electronic copies."""
    if who.kind is not SignerKind.SEAL:
        raise WrongSigner("seal_certificate_required")
    with refusing_bad_pdf(pdf):
        reader = readable(pdf, with_blanks=True)
        shown = [*filter(None, [" ".join(line.split()) for line in lines]), local_now().isoformat(timespec="seconds")]
        width = max(40 * MM, min(120 * MM, max(len(line) for line in shown) * 5.6))
        spot = place_top_right(pdf, width, 12.5 * len(shown) + 2)
        return _Preparing(pdf, reader, who, trust).append(
            new_field_name(reader, "CoQuan"), spot, text_stamp(shown), exists=False
        )


class _Preparing:
    """One signature being prepared: the file is looked at before, the field appended as a new revision."""

    def __init__(
        self,
        pdf: bytes,
        reader: PdfFileReader,
        who: Certified,
        trust: TrustAnchors | None,
        before: list[SignatureReport] | None = None,
    ) -> None:
        if trust is not None:
            require_in_force(who, trust)
        self._pdf, self._who, self._trust = pdf, who, trust
        self.certifies = not reader.embedded_signatures
        self.blanks: list[Blank] = []
        self.words: IssueWords | None = None
        self._before = before if before is not None else [] if self.certifies else verify_pdf(pdf, trust or NOBODY)

    def leave_blanks(self, words: IssueWords | None, taken: Sequence[Spot]) -> None:
        """Room for what is written as the agency seals; beside what the signatures take."""
        self.words = words
        if words is not None and self.certifies:
            self.blanks = find_blanks(self._pdf, words, taken_on(self._pdf, 0, taken))

    def append(
        self, name: str, spot: Spot, stamp: BaseStampStyle, *, exists: bool, reserved: SigFieldSpec | None = None
    ) -> Prepared:
        metadata = PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=self._who.common_name,
            certify=self.certifies,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(self._pdf), strict=False)
        if not exists:
            append_signature_field(writer, _field_at(name, spot))
        if reserved is not None:
            # After the person's: readers draw and list fields in this order, and the seal lies over the signature.
            append_signature_field(writer, reserved)
        if self.words is not None:
            reserve(writer, self._pdf, self.blanks, self.words)
        if self.words is not None and self.words.is_given:
            fill(writer, self._pdf, self.words)
        style = ShownStyle(style=stamp, turn=spot.turn, unit=shape_of(self._pdf, spot.page).unit)
        named = ExternalSigner(self._who.for_readers(), SimpleCertificateStore(), signature_value=256)
        signer = _ClockedSigner(metadata, named, stamp_style=style)
        out = io.BytesIO()
        prepared, _, _ = asyncio.run(
            signer.async_digest_doc_for_signing(writer, existing_fields_only=True, bytes_reserved=_ROOM, output=out)
        )
        return Prepared(
            pdf=out.getvalue(),
            digest=prepared.document_digest,
            room=(prepared.reserved_region_start, prepared.reserved_region_end),
            field_name=name,
            holder=self._who.holder,
            serial=self._who.serial,
            held=tuple(report.field_name for report in self._before if holds(report, self._trust)),
        )


def holds(report: SignatureReport | None, trust: TrustAnchors | None) -> bool:
    """Asked without anybody to trust, it is enough that the signature is whole."""
    if report is None:
        return False
    return report.valid if trust else report.intact and report.later_changes is not LaterChanges.FORBIDDEN


def _field_at(name: str, spot: Spot, lock: FieldMDPSpec | None = None) -> SigFieldSpec:
    box: Any = spot.rectangle.as_box()
    return SigFieldSpec(name, on_page=spot.page, box=box, field_mdp_spec=lock)


def _spot_of(pdf: bytes, field: SignatureField) -> Spot:
    assert field.page is not None
    return Spot(field.page, field.rectangle, shape_of(pdf, field.page).turn)


def _persons(reports: list[SignatureReport], *, trusted: bool) -> set[str]:
    """Names of the fields persons signed in."""
    persons = [report for report in reports if report.kind is SignerKind.PERSON]
    if not persons:
        raise NotSignedByPerson
    if not any(report.valid if trusted else report.intact for report in persons):
        raise NotSignedByPerson("person_signature_invalid")
    return {report.field_name for report in persons}


def _person_spot(pdf: bytes, reader: PdfFileReader, persons: set[str]) -> Spot | None:
    """Where the last person's visible signature stands."""
    shown = [f for f in signature_fields(reader) if f.filled and f.visible and f.page is not None and f.name in persons]
    return _spot_of(pdf, shown[-1]) if shown else None

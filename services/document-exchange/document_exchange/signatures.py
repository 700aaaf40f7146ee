"""Digital signatures for this service: asking the signing port for them, checking what came in.

The files are other people's, so all of it happens in processes of their own (`shared.foreign.confined`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.settings import Settings
from shared.foreign import confined
from shared.signing.blanks import awaits_words, bears_urgency, shown_filled
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.issue_words import IssueWords
from shared.signing.pictures import MEMORY_MB as PICTURE_MB
from shared.signing.pictures import SECONDS as PICTURE_SECONDS
from shared.signing.pictures import USUAL_DIAMETER, draw_anew
from shared.signing.port import SigningPort
from shared.signing.posts import prepare_document_seal, prepare_enclosure_seal, prepare_to_issue
from shared.signing.preparing import Prepared
from shared.signing.readiness import check_signable
from shared.signing.sign_files import MEMORY_MB, SIGNING_SECONDS, sign_file
from shared.signing.trust import TrustAnchors
from shared.signing.verdicts import SignatureReport
from shared.signing.verify import verify_pdf


@dataclass(frozen=True)
class Shown:
    """Hình trên trang: the own one of who signs, and how wide the agency's seal is there or will be, in millimetres."""

    image: bytes | None = None
    """PNG; None: drawn from the name."""
    diameter: int = USUAL_DIAMETER


DRAWN = Shown()


class Signatures:
    """Ký số và kiểm tra chữ ký số. Keys are behind the signing port."""

    def __init__(self, port: SigningPort) -> None:
        self._port = port

    @classmethod
    def from_settings(cls, settings: Settings) -> "Signatures":
        return cls(SigningPort.from_settings(settings))

    async def sign_person(
        self,
        pdf: bytes,
        person_id: str,
        agency: tuple[str, str],
        document_id: UUID,
        words: IssueWords,
        shown: Shown = DRAWN,
    ) -> bytes:
        """Chữ ký số của người có thẩm quyền, given in a post at that agency, by code and name, and no other; with blanks for `words`."""
        facts = person_id, agency, words, shown.image, shown.diameter
        return await self._sign(f"document/{document_id}", prepare_to_issue, pdf, *facts)

    async def seal_document(
        self, pdf: bytes, agency_code: str, document_id: UUID, words: IssueWords, shown: Shown = DRAWN
    ) -> bytes:
        """Chữ ký số của cơ quan on the main document, over number and day; refused unless a person's valid signature is there."""
        facts = agency_code, words, shown.image, shown.diameter
        return await self._sign(f"document/{document_id}", prepare_document_seal, pdf, *facts)

    async def seal_enclosure(self, pdf: bytes, agency_code: str, reference: str, document_id: UUID) -> bytes:
        """Chữ ký số của cơ quan on an enclosure in a file of its own."""
        return await self._sign(f"document/{document_id}", prepare_enclosure_seal, pdf, agency_code, reference)

    async def seal_scan(self, pdf: bytes, agency_code: str, agency_name: str, incoming_id: UUID) -> bytes:
        """Chữ ký số của cơ quan on what was digitised: its name and the moment, top right (NĐ 30/2020 Phụ lục I)."""
        matter = f"incoming/{incoming_id}"
        return await self._sign(matter, prepare_enclosure_seal, pdf, agency_code, agency_name)

    def check_here(self, pdf: bytes) -> list[SignatureReport]:
        """Kiểm tra chữ ký số, toàn vẹn, chuỗi chứng thực và trạng thái thu hồi; for work that is confined already."""
        return verify_pdf(pdf, TrustAnchors.of_authority(self._port.folder))

    async def _sign(self, matter: str, prepare: Callable[..., Prepared], pdf: bytes, *facts: Any) -> bytes:
        try:
            return await sign_file(self._port, prepare, pdf, *facts, matter=matter)
        except SigningKeyMissing as error:
            raise Conflict(error.code) from error
        except SigningRefused as error:
            raise Invalid(error.code) from error


async def read_picture(content: bytes, *, is_seal: bool) -> bytes:
    """Hình chữ ký, con dấu as it will stand on documents; refused with what to mend."""
    try:
        return await confined.run(_draw_anew, content, is_seal, seconds=PICTURE_SECONDS, memory_mb=PICTURE_MB)
    except SigningRefused as error:
        raise Invalid(error.code, fields=[FieldError("/picture", error.code, error.sentence)]) from error


async def check_attached(pdf: bytes, *, main: bool) -> list[str]:
    """Thử ký: refuse now what the leader or the clerk could not sign later; returns codes of warnings."""
    try:
        return await confined.run(_check_signable, pdf, main, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB)
    except SigningRefused as error:
        raise _beside_the_file(error.code, error.sentence, main) from error


async def shows_number(pdf: bytes) -> bool:
    """Whether number and day will be written on the page of a signed file as it is sealed."""
    return await confined.run(awaits_words, pdf, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB)


async def shows_urgency(pdf: bytes) -> bool:
    """Whether the page of a signed file bears a mark of urgency."""
    return await confined.run(bears_urgency, pdf, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB)


async def with_number(pdf: bytes, words: IssueWords) -> bytes:
    """A signed file as it will look once it is sealed; to be looked at only."""
    return await confined.run(shown_filled, pdf, words, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB)


def _draw_anew(content: bytes, is_seal: bool) -> bytes:
    return draw_anew(content, is_seal=is_seal)


def _check_signable(pdf: bytes, main: bool) -> list[str]:
    return check_signable(pdf, main=main)


def _beside_the_file(code: str, sentence: str, main: bool) -> Invalid:
    return Invalid(code, fields=[FieldError("/main" if main else "/appendices", code, sentence)])

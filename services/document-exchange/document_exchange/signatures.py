"""Digital signatures for this service: signing with the keys of people and agencies, checking what came in.

Every PDF here was made by somebody else, so each piece of work runs in a process of its own (`shared.confined`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared import confined
from shared.errors import Conflict, Invalid
from shared.settings import Settings
from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.keys import AuthorityKeyStore, DocumentSigner
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.verify import SignatureReport, TrustAnchors, verify_pdf

MEMORY_MB = 400
SECONDS = 10.0
"""For one signature or seal: the file is checked before and after."""


class Signatures:
    """Ký số và kiểm tra chữ ký số. Holds no key: the process that signs loads the one it needs."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address

    @classmethod
    def from_settings(cls, settings: Settings) -> "Signatures":
        return cls(settings.authority_folder, settings.address)

    async def sign_person(self, pdf: bytes, person_id: str) -> bytes:
        """Chữ ký số của người có thẩm quyền."""
        return await _confined(_sign_person, pdf, self._folder, person_id)

    async def seal_document(self, pdf: bytes, agency_code: str) -> bytes:
        """Chữ ký số của cơ quan on the main document; refused unless a person's valid signature is there."""
        return await _confined(_seal_document, pdf, self._folder, self._address, agency_code)

    async def seal_enclosure(self, pdf: bytes, agency_code: str, reference: str) -> bytes:
        """Chữ ký số của cơ quan on an enclosure in a file of its own."""
        return await _confined(_seal_enclosure, pdf, self._folder, agency_code, reference)

    def check_here(self, pdf: bytes) -> list[SignatureReport]:
        """Kiểm tra chữ ký số, toàn vẹn, chuỗi chứng thực và trạng thái thu hồi; for work that is confined already."""
        return verify_pdf(pdf, _trust(self._folder, self._address))


async def _confined(work: Callable[..., bytes], *arguments: Any) -> bytes:
    try:
        return await confined.run(work, *arguments, seconds=SECONDS, memory_mb=MEMORY_MB)
    except SigningKeyMissing as error:
        raise Conflict(error.code) from error
    except SigningRefused as error:
        raise Invalid(error.code) from error


def _sign_person(pdf: bytes, folder: Path, person_id: str) -> bytes:
    return sign_person(pdf, _signer(folder, f"officer:{person_id}"))


def _seal_document(pdf: bytes, folder: Path, address: str, agency_code: str) -> bytes:
    return seal_agency(pdf, _signer(folder, f"seal:{agency_code}"), trust=_trust(folder, address))


def _seal_enclosure(pdf: bytes, folder: Path, agency_code: str, reference: str) -> bytes:
    return seal_attachment(pdf, _signer(folder, f"seal:{agency_code}"), reference)


def _signer(folder: Path, holder: str) -> DocumentSigner:
    return AuthorityKeyStore(folder).signer(holder)


def _trust(folder: Path, address: str) -> TrustAnchors:
    return TrustAnchors.of_authority(SigningAuthority(folder, address))

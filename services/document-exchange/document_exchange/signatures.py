"""Digital signatures for this service: signing with the keys of people and agencies, checking what came in.

The files are other people's, so all of it happens in processes of their own (`shared.foreign.confined`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.settings import Settings
from shared.foreign import confined
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import seal_agency, seal_attachment
from shared.signing.posts import MEMORY_MB, SIGNING_SECONDS, sign_in_post, trust_of
from shared.signing.readiness import check_signable
from shared.signing.verdicts import SignatureReport
from shared.signing.verify import verify_pdf


class Signatures:
    """Ký số và kiểm tra chữ ký số. Holds no key: the process that signs loads the one it needs."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address

    @classmethod
    def from_settings(cls, settings: Settings) -> "Signatures":
        return cls(settings.authority_folder, settings.address)

    async def sign_person(self, pdf: bytes, person_id: str, agency_name: str) -> bytes:
        """Chữ ký số của người có thẩm quyền, given in a post at that agency and no other."""
        return await self._run(_sign_person, pdf, person_id, agency_name)

    async def seal_document(self, pdf: bytes, agency_code: str) -> bytes:
        """Chữ ký số của cơ quan on the main document; refused unless a person's valid signature is there."""
        return await self._run(_seal_document, pdf, agency_code)

    async def seal_enclosure(self, pdf: bytes, agency_code: str, reference: str) -> bytes:
        """Chữ ký số của cơ quan on an enclosure in a file of its own."""
        return await self._run(_seal_enclosure, pdf, agency_code, reference)

    def check_here(self, pdf: bytes) -> list[SignatureReport]:
        """Kiểm tra chữ ký số, toàn vẹn, chuỗi chứng thực và trạng thái thu hồi; for work that is confined already."""
        return verify_pdf(pdf, trust_of(self._folder, self._address))

    async def _run(self, work: Callable[..., bytes], pdf: bytes, *facts: Any) -> bytes:
        try:
            return await confined.run(
                work, pdf, self._folder, self._address, *facts, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB
            )
        except SigningKeyMissing as error:
            raise Conflict(error.code) from error
        except SigningRefused as error:
            raise Invalid(error.code) from error


def _sign_person(pdf: bytes, folder: Path, address: str, person_id: str, agency_name: str) -> bytes:
    return sign_in_post(pdf, folder, address, person_id, agency_name)


def _seal_document(pdf: bytes, folder: Path, address: str, agency_code: str) -> bytes:
    signer = AuthorityKeyStore(folder).signer(f"seal:{agency_code}")
    return seal_agency(pdf, signer, trust=trust_of(folder, address))


def _seal_enclosure(pdf: bytes, folder: Path, address: str, agency_code: str, reference: str) -> bytes:
    signer = AuthorityKeyStore(folder).signer(f"seal:{agency_code}")
    return seal_attachment(pdf, signer, reference, trust=trust_of(folder, address))


async def check_attached(pdf: bytes, *, main: bool) -> list[str]:
    """Thử ký: refuse now what the leader or the clerk could not sign later; returns codes of warnings."""
    try:
        return await confined.run(_check_signable, pdf, main, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB)
    except SigningRefused as error:
        raise _beside_the_file(error.code, error.sentence, main) from error


def _check_signable(pdf: bytes, main: bool) -> list[str]:
    return check_signable(pdf, main=main)


def _beside_the_file(code: str, sentence: str, main: bool) -> Invalid:
    return Invalid(code, fields=[FieldError("/main" if main else "/appendices", code, sentence)])

"""Digital signatures for this service: signing with the keys of people and agencies, checking what came in.

Signing and checking are blocking and heavy, so they run in a thread.
"""

from typing import Any

import anyio.to_thread

from shared.errors import Conflict, Invalid
from shared.settings import Settings
from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.keys import AuthorityKeyStore, KeyStore
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.placement import PDFIUM_LOCK
from shared.signing.verify import SignatureReport, TrustAnchors, verify_pdf


class Signatures:
    """Ký số và kiểm tra chữ ký số."""

    def __init__(self, keys: KeyStore, trust: TrustAnchors) -> None:
        self._keys = keys
        self._trust = trust

    @classmethod
    def from_settings(cls, settings: Settings) -> "Signatures":
        authority = SigningAuthority(settings.authority_folder, settings.address)
        return cls(AuthorityKeyStore(settings.authority_folder), TrustAnchors.of_authority(authority))

    async def sign_person(self, pdf: bytes, person_id: str) -> bytes:
        """Chữ ký số của người có thẩm quyền."""
        return await self._run(lambda: sign_person(pdf, self._keys.signer(f"officer:{person_id}")))

    async def seal_document(self, pdf: bytes, agency_code: str) -> bytes:
        """Chữ ký số của cơ quan on the main document; refused unless a person's valid signature is there."""
        return await self._run(lambda: seal_agency(pdf, self._keys.signer(f"seal:{agency_code}"), trust=self._trust))

    async def seal_enclosure(self, pdf: bytes, agency_code: str, reference: str) -> bytes:
        """Chữ ký số của cơ quan on an enclosure in a file of its own."""
        return await self._run(lambda: seal_attachment(pdf, self._keys.signer(f"seal:{agency_code}"), reference))

    async def check(self, pdf: bytes) -> list[SignatureReport]:
        """Kiểm tra chữ ký số, toàn vẹn, chuỗi chứng thực và trạng thái thu hồi."""
        return await anyio.to_thread.run_sync(verify_pdf, pdf, self._trust)

    async def _run(self, work: Any) -> bytes:
        try:
            signed: bytes = await anyio.to_thread.run_sync(work)
        except SigningKeyMissing as error:
            raise Conflict(error.code) from error
        except SigningRefused as error:
            raise Invalid(error.code) from error
        return signed


async def count_pages(pdf: bytes) -> int:
    """Số trang; refuse a PDF that cannot be opened."""
    return await anyio.to_thread.run_sync(_count_pages, pdf)


def _count_pages(pdf: bytes) -> int:
    import pypdfium2

    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Invalid("pdf_damaged") from error
        try:
            count = len(document)
        finally:
            document.close()
    if count == 0:
        raise Invalid("pdf_no_pages")
    return count

"""Tệp kết quả: what the specialist brings instead of words, opened and tried as the leader will sign it; several pictures are one PDF."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from one_stop.desk.scans import keep_original
from one_stop.results.actions import Brought
from one_stop.texts import TEXTS
from shared.core.errors import FieldError, Invalid
from shared.foreign import confined, opening
from shared.foreign.opening import PICTURES, OpenedFile
from shared.signing.errors import SigningRefused
from shared.signing.readiness import check_signable
from shared.signing.sign_files import MEMORY_MB, SIGNING_SECONDS
from shared.standards.file_kinds import LARGEST_UPLOAD, FileKind, FileRefused
from shared.web.problems import sentence_for
from shared.web.uploads import chosen_in, join, keep_opened, take_chosen

FILES = "tep"
_NOT_PDF = "Tệp kết quả là PDF hoặc ảnh: hãy xuất văn bản, bản vẽ sang PDF rồi kèm lại."
_ONE = "Kết quả là một tệp, hoặc nhiều ảnh của một bản: chúng thành một tệp PDF."


async def taken_result(request: Request, session: AsyncSession, sent: FormData) -> Brought | None:
    """The file that was chosen; None where there is none. Raises Invalid where it is not one that can be signed."""
    found: list[tuple[OpenedFile, list[UploadFile]]] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, made_from: list[UploadFile]) -> None:
        found.append((file, made_from))

    for chosen in chosen_in(sent, FILES, {"": "ket-qua"}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if len(found) > 1:
        errors[FILES] = _ONE
    if errors:
        raise _refused(errors[FILES])
    if not found:
        return None
    file, made_from = found[0]
    pdf = await _as_pdf(file)
    await _try_signing(pdf)
    originals = [await keep_original(request, session, upload, pdf) for upload in made_from]
    return Brought(await keep_opened(request, session, pdf), [one for one in originals if one is not None])


async def _as_pdf(file: OpenedFile) -> OpenedFile:
    if file.kind in PICTURES:
        return await join([file.content], file.name.rsplit(".", 1)[0])
    if file.kind is not FileKind.PDF:
        raise _refused(_NOT_PDF)
    try:
        return await opening.open_file(file.name, file.content, largest=LARGEST_UPLOAD, signed=True)
    except FileRefused as refused:
        sentence = sentence_for(Invalid(refused.code, **refused.facts), TEXTS)
        raise _refused(f"{file.name}: {sentence}") from refused


async def _try_signing(pdf: OpenedFile) -> None:
    """A dry run with throw-away keys, long before a leader waits for it."""
    try:
        warnings = await confined.run(_check, pdf.content, seconds=SIGNING_SECONDS, memory_mb=MEMORY_MB)
    except SigningRefused as error:
        raise _refused(f"{pdf.name}: {error.sentence}") from error
    if warnings:
        raise _refused(f"{pdf.name}: {TEXTS['result_file_signed']}")


def _check(pdf: bytes) -> list[str]:
    return check_signable(pdf, numbered=False)


def _refused(sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{FILES}", "file_refused", sentence)])

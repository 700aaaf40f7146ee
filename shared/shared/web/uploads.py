"""Tải tệp lên: files of a posted form, read within bounds, told by their content, kept by their hash. Edges only.

for chosen in chosen_in(form, "tep.", names):
    await take_chosen(request, session, chosen, attach, errors, TEXTS)
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from shared.contracts.values import FileReference
from shared.core.errors import Invalid, TooLarge, UnsupportedKind
from shared.core.formats import file_size
from shared.foreign import opening
from shared.foreign.opening import PICTURES, OpenedFile
from shared.standards.file_kinds import LARGEST_UPLOAD, FileRefused, too_large
from shared.storage.files import FileStore
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.work.scanning import take_in

T = TypeVar("T")

ACCEPT = "image/*,.pdf,.png,.jpg,.jpeg,.heic,.heif,.webp,.doc,.docx,.xls,.xlsx"

_STATUS = {"file_too_large": TooLarge} | dict.fromkeys(("file_kind_refused", "file_kind_differs"), UnsupportedKind)


def store_of(request: Request) -> FileStore:
    files: FileStore = request.app.state.files
    return files


async def keep_content(request: Request, session: AsyncSession, name: str, content: bytes) -> FileReference:
    """Open it as the officer will, and store it; refusals carry the sentence of `shared.standards.file_kinds`."""
    return await keep_opened(
        request, session, await _refusing(opening.open_file(name, content, largest=LARGEST_UPLOAD))
    )


async def keep_opened(request: Request, session: AsyncSession, opened: OpenedFile) -> FileReference:
    """Kept apart until it has been scanned (`shared.work.scanning`)."""
    return await take_in(session, store_of(request), opened.content, opened.media_type, opened.name)


async def _refusing(work: Awaitable[T]) -> T:
    try:
        return await work
    except FileRefused as refused:
        raise _refusal(refused) from refused


def _refusal(refused: FileRefused) -> Invalid | TooLarge | UnsupportedKind:
    return _STATUS.get(refused.code, Invalid)(refused.code, **refused.facts)


def refuse_size(name: str, size: int, largest: int = LARGEST_UPLOAD) -> None:
    """Before any of it has come; an empty one too."""
    if size > largest:
        raise _refusal(too_large(name, size, largest))
    if size == 0:
        raise _refusal(FileRefused("file_empty", name))


async def open_upload(upload: UploadFile) -> OpenedFile:
    """One file of a posted form."""
    if upload.size:
        refuse_size(upload.filename or "", upload.size)
    content = await upload.read(LARGEST_UPLOAD + 1)
    return await _refusing(opening.open_file(upload.filename or "", content, largest=LARGEST_UPLOAD))


async def join(pictures: Sequence[bytes], paper: str) -> OpenedFile:
    """Ghép ảnh: pictures of one paper as one PDF that bears its name."""
    return await _refusing(opening.join_pictures(f"{paper}.pdf", pictures, largest=LARGEST_UPLOAD))


@dataclass(frozen=True)
class Chosen:
    """What was chosen at once for one paper of a form."""

    field: str
    paper: str
    """Its name."""
    uploads: Sequence[UploadFile]


Keep = Callable[[OpenedFile, list[UploadFile]], Awaitable[object]]
"""Keeps a file; the second argument is what it was made from."""


async def take_chosen(
    request: Request,
    session: AsyncSession,
    chosen: Chosen,
    keep: Keep,
    errors: dict[str, str],
    texts: Mapping[str, str],
) -> None:
    """Each file that fits is kept, several pictures as one PDF; of the others `errors` says why not.

    While a picture among them has to be chosen again the others stay single: joined, they would lack its page.
    """
    opened: list[tuple[OpenedFile, list[UploadFile]]] = []
    for upload in chosen.uploads:
        file, refusal = await attempt(request, session, partial(open_upload, upload))
        if file is not None:
            opened.append((file, [upload]))
        if refusal is not None:
            _name(errors, chosen.field, upload.filename or "", upload.size or 0, sentence_for(refusal, texts))
    pictures = [(file, made_from) for file, made_from in opened if file.kind in PICTURES]
    if len(pictures) > 1 and chosen.field not in errors:
        joining = partial(join, [file.content for file, _ in pictures], chosen.paper)
        whole, refusal = await attempt(request, session, joining)
        if whole is not None:
            others = [each for each in opened if each not in pictures]
            opened = [(whole, [upload for _, made_from in pictures for upload in made_from]), *others]
        if refusal is not None:
            errors[chosen.field] = sentence_for(refusal, texts)
    for file, made_from in opened:
        _, refusal = await attempt(request, session, partial(keep, file, made_from))
        if refusal is not None:
            _name(errors, chosen.field, file.name, len(file.content), sentence_for(refusal, texts))


def chosen_in(form: FormData, prefix: str, names: Mapping[str, str]) -> list[Chosen]:
    """By paper, in the order of the form; a file input left empty sends a nameless part. `names`: of papers by code."""
    found: dict[str, list[UploadFile]] = {}
    for field, value in form.multi_items():
        if field.startswith(prefix) and isinstance(value, UploadFile) and value.filename:
            found.setdefault(field, []).append(value)
    return [Chosen(field, names.get(field.removeprefix(prefix), ""), uploads) for field, uploads in found.items()]


def _name(errors: dict[str, str], field: str, name: str, size: int, sentence: str) -> None:
    """Say of each file that was not taken which it is, how large, and why; the others of its press stay."""
    said = f"{name} ({file_size(size)}): {sentence}"
    errors[field] = f"{errors[field]} {said}" if field in errors else said

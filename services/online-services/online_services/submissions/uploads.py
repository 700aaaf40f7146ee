"""Taking a file in: read within bounds, told by its content, kept by its hash. Edges only."""

from fastapi import Request
from starlette.datastructures import UploadFile

from online_services.submissions.rules import LARGEST_FILE
from shared.contracts.values import FileReference
from shared.core.errors import Invalid, TooLarge, UnsupportedKind
from shared.core.formats import file_size
from shared.foreign import opening
from shared.standards.file_kinds import FileRefused, too_large
from shared.storage.files import FileStore, read_limited

ACCEPT = "image/*,.pdf,.png,.jpg,.jpeg,.heic,.heif,.webp,.doc,.docx,.xls,.xlsx"

_STATUS = {"file_too_large": TooLarge} | dict.fromkeys(("file_kind_refused", "file_kind_differs"), UnsupportedKind)


async def keep_content(request: Request, name: str, content: bytes) -> FileReference:
    """Open it as the officer will, and store it; refusals carry the sentence of `shared.standards.file_kinds`."""
    try:
        opened = await opening.open_file(name, content, largest=LARGEST_FILE)
    except FileRefused as refused:
        raise _refusal(refused) from refused
    files: FileStore = request.app.state.files
    return await files.put(opened.content, opened.media_type, opened.name)


def _refusal(refused: FileRefused) -> Invalid | TooLarge | UnsupportedKind:
    return _STATUS.get(refused.code, Invalid)(refused.code, **refused.facts)


async def keep_upload(request: Request, upload: UploadFile) -> FileReference:
    """One file of a posted form."""
    if upload.size is not None and upload.size > LARGEST_FILE:
        raise _refusal(too_large(upload.filename or "", upload.size, LARGEST_FILE))
    return await keep_content(request, upload.filename or "", await upload.read(LARGEST_FILE + 1))


def name_refused(errors: dict[str, str], field: str, upload: UploadFile, sentence: str) -> None:
    """Say of each file that was not taken which it is, how large, and why; the others of its press stay."""
    said = f"{upload.filename} ({file_size(upload.size)}): {sentence}"
    errors[field] = f"{errors[field]} {said}" if field in errors else said


async def take_api_upload(request: Request, name: str) -> FileReference:
    """Multipart field `file`, or the body itself."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data":
        upload = (await request.form()).get("file")
        if not isinstance(upload, UploadFile):
            raise Invalid("file_missing")
        return await keep_upload(request, upload)
    if kind != "application/octet-stream":
        raise UnsupportedKind("upload_kind")
    return await keep_content(request, name, await read_limited(request.stream(), LARGEST_FILE + 1))

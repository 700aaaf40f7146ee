"""Taking a file in: read within bounds, told by its content, kept by its hash. Edges only."""

import io
import zipfile

import anyio.to_thread
from fastapi import Request
from starlette.datastructures import UploadFile

from online_services.submissions.rules import LARGEST_FILE
from shared.contracts.values import FileReference
from shared.errors import Invalid, TooLarge, UnsupportedKind
from shared.files import FileStore, read_limited
from shared.formats import file_size
from shared.standards.file_kinds import CheckedFile, FileRefused, check_file

ACCEPT = ".pdf,.png,.jpg,.jpeg,.doc,.docx,.xls,.xlsx"

_LARGEST_UNPACKED = 200 * 1_048_576
_STATUS = {"file_too_large": TooLarge, "file_kind_refused": UnsupportedKind, "file_kind_differs": UnsupportedKind}


def _check(name: str, content: bytes) -> CheckedFile:
    checked = check_file(name, content, largest=LARGEST_FILE)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # What the archive itself declares: an officer's computer would have to unpack it.
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise FileRefused("file_damaged", checked.name)
    return checked


async def keep_content(request: Request, name: str, content: bytes) -> FileReference:
    """Check and store; refusals carry the sentence of `shared.standards.file_kinds`."""
    try:
        checked = await anyio.to_thread.run_sync(_check, name, content)
    except FileRefused as refused:
        raise _STATUS.get(refused.code, Invalid)(refused.code) from refused
    files: FileStore = request.app.state.files
    return await files.put(content, checked.media_type, checked.name)


async def keep_upload(request: Request, upload: UploadFile) -> FileReference:
    """One file of a posted form."""
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

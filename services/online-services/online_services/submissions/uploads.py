"""A file that a program sends."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from shared.contracts.values import FileReference
from shared.core.errors import Invalid, UnsupportedKind
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.storage.files import read_limited
from shared.web.uploads import keep_content, keep_opened, open_upload


async def take_api_upload(request: Request, session: AsyncSession, name: str) -> FileReference:
    """Multipart field `file`, or the body itself."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data":
        upload = (await request.form()).get("file")
        if not isinstance(upload, UploadFile):
            raise Invalid("file_missing")
        return await keep_opened(request, session, await open_upload(upload))
    if kind != "application/octet-stream":
        raise UnsupportedKind("upload_kind")
    return await keep_content(request, session, name, await read_limited(request.stream(), LARGEST_UPLOAD + 1))

"""Answers that carry a file: always as an attachment, never to be run or guessed at by the browser."""

from urllib.parse import quote

from fastapi import Request, Response

from shared.contracts.values import FileReference
from shared.core.errors import Unavailable
from shared.storage.files import FileAltered, FileMissing, FileStore


async def file_answer(request: Request, file: FileReference) -> Response:
    """The stored bytes, which `FileStore.get` has checked against their SHA-256."""
    files: FileStore = request.app.state.files
    try:
        content = await files.get(file.sha256)
    except (FileMissing, FileAltered) as error:
        raise Unavailable("file_missing_in_store") from error
    return Response(
        content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
            "ETag": f'"{file.sha256}"',
        },
    )

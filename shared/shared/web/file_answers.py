"""Answers that carry a file: one set of headers wherever it comes from, and any part of it for who lost the connection.

Nothing of a file runs as a page of ours: what browsers show by themselves is sandboxed, all else is only ever saved.
"""

import hashlib
import re
from urllib.parse import quote

from fastapi import Request, Response

from shared.contracts.values import FileReference
from shared.storage.files import FileStore

_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_LONGEST_NAME = 200
PAGE = "xem"
"""Field of a file's address: the page of it that `shared.web.viewer` shows."""


async def stored_file(request: Request, file: FileReference, *, opens: bool = False) -> Response:
    """A file of the store, whose bytes have been checked against their SHA-256. Raises FileMissing, FileAltered."""
    files: FileStore = request.app.state.files
    content = await files.get(file.sha256)
    return file_answer(request, content, file.name, file.media_type, opens=opens, sha256=file.sha256)


def file_answer(
    request: Request, content: bytes, name: str, media_type: str, *, opens: bool = False, sha256: str = ""
) -> Response:
    """`opens`: PDFs and pictures open in the browser instead of being saved. `sha256`: of the content, where it is known.

    `Range` (one range, RFC 9110 section 14) is answered with that part, unless `If-Range` names another content.
    """
    shown = opens and media_type in _SHOWN
    etag = f'"{sha256 or hashlib.sha256(content).hexdigest()}"'
    headers = headers_of(name, opens=shown) | {"Accept-Ranges": "bytes", "ETag": etag}
    kind = media_type if shown or media_type == "application/xml" else _saved_kind(media_type)
    asked = request.headers.get("range", "") if request.method in ("GET", "HEAD") else ""
    if not asked or request.headers.get("if-range", etag) != etag:
        return Response(content, media_type=kind, headers=headers)
    part = _part_of(asked, len(content))
    if part is None:
        return Response(content, media_type=kind, headers=headers)
    first, last = part
    if first > last:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, media_type=kind, headers=headers)


def headers_of(name: str, *, opens: bool = False) -> dict[str, str]:
    """What every answer with a file says of it: under which name it is saved or opened, that it is what it says it is, and whose."""
    return {
        "Content-Disposition": _disposition("inline" if opens else "attachment", name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-store",
    }


def way_to_view(href: str, media_type: str, name: str = "") -> str:
    """The page that shows the file at `href`; nothing where it has none. A record without media type goes by the name's ending."""
    shown = media_type in _SHOWN or (not media_type and name.lower().endswith((".pdf", ".png", ".jpg")))
    return f"{href}{'&' if '?' in href else '?'}{PAGE}=1" if shown else ""


def _saved_kind(media_type: str) -> str:
    """What is saved keeps its kind where that is harmless; a web page or a script does not."""
    return media_type if media_type in _SHOWN else "application/octet-stream"


def _part_of(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte; the first behind the last where the file has no such part. None: not one range, so the whole is sent."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return (max(0, size - int(found[2])), size - 1) if int(found[2]) else (1, 0)
    first, last = int(found[1]), int(found[2] or size - 1)
    if first > last and found[2]:
        return None
    return (first, min(last, size - 1)) if first < size else (1, 0)


def _disposition(way: str, name: str) -> str:
    """The name as it is, and in letters that every reader knows."""
    name = name[:_LONGEST_NAME]
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:120] or "tep"
    return f"{way}; filename*=UTF-8''{quote(name, safe='')}; filename=\"{plain}\""

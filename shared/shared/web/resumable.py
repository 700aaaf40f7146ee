"""Tải lên từng phần: a large file in pieces that goes on where the line broke (tus 1.0.0: core, creation, termination, expiration).

    router = resumable_routes("/api/<service>/v1/uploads", require(RIGHTS, Right.FILE), Taking(LARGEST))
    form = await read_form(request, session, caller, "tep.")

POST with `Upload-Length` and `Upload-Metadata` begins, PATCH adds a piece at `Upload-Offset`, HEAD tells how far it is.
Whole, it waits for the form or call that has the upload's id where another has the file: there it is opened, checked and kept as one that
came at once. Where the service takes files by themselves (`Taking.take`) it does so with the last piece, and GET answers what the ordinary
upload would have; unless the metadata say `for` `form`.
"""

import base64
import binascii
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import (
    TEXTS,
    FieldError,
    Invalid,
    Malformed,
    NotFound,
    PreconditionFailed,
    TooLarge,
    UnsupportedKind,
)
from shared.standards.file_kinds import LARGEST_REQUEST
from shared.storage.files import read_limited
from shared.web.transaction import Session
from shared.web.uploads import keep_content, refuse_size
from shared.work import unfinished
from shared.work.unfinished import Unfinished

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
_LONGEST_ABOUT = 4_096
_MOST_DIGITS = 15
_IN_MEMORY = 1_048_576
"""Of one file of a form, as where it came at once; the rest of it waits on the disk."""

Check = Callable[[AsyncSession, Identity, Mapping[str, str]], Awaitable[None]]
Take = Callable[[AsyncSession, Identity, Mapping[str, str], FileReference], Awaitable[bytes]]


@dataclass(frozen=True)
class Taking:
    """Nơi nhận: what a service does with files that come in pieces. `about`: what the client said in `Upload-Metadata`."""

    largest: int
    """Bytes of one file."""
    check: Check | None = None
    """Refuses before the first piece what `take` would refuse after the last."""
    take: Take | None = None
    """Keeps a file by itself; the JSON that the ordinary upload answers."""

    def waits(self, about: Mapping[str, str]) -> bool:
        """Whether the whole file is for a form or call that will name it."""
        return self.take is None or about.get("for") == "form"


Problems = dict[int | str, dict[str, Any]]


def resumable_routes(
    prefix: str, allowed: Callable[[Request], Identity], taking: Taking, problems: Problems | None = None
) -> APIRouter:
    """`allowed`: `require` of the right to upload; `problems`: what the service's catalogue says of refusals."""
    router = APIRouter(prefix=prefix, tags=["Tải lên từng phần"], responses=problems)
    _beginning(router, prefix, allowed, taking)
    _going_on(router, allowed, taking)
    return router


def _beginning(router: APIRouter, prefix: str, allowed: Callable[[Request], Identity], taking: Taking) -> None:
    @router.post("", status_code=201, summary="Bắt đầu tải lên từng phần")
    async def begin(request: Request, caller: Annotated[Identity, Depends(allowed)], session: Session) -> Response:
        """Bắt đầu tải lên từng phần (tus 1.0.0): `Location` is where the pieces go."""
        _refuse_other_versions(request)
        length, about = _number(request, "upload-length"), _about(request)
        refuse_size(about.get("filename", ""), length, taking.largest)
        if taking.check is not None and not taking.waits(about):
            await taking.check(session, caller, about)
        begun = await unfinished.begin(session, _owner_of(caller), about, length)
        return Response(status_code=201, headers=_head(begun, 0) | {"Location": f"{prefix}/{begun.id}"})

    @router.get("/{upload_id}", summary="Xem phần đã tải lên")
    async def standing(upload_id: UUID, caller: Annotated[Identity, Depends(allowed)], session: Session) -> Response:
        """Xem phần đã tải lên: `Upload-Offset`; once the file is whole, the answer of the ordinary upload."""
        upload = await unfinished.get_own(session, _owner_of(caller), upload_id)
        return Response(upload.answer or b"{}", media_type="application/json", headers=_head(upload, upload.received))

    @router.delete("/{upload_id}", status_code=204, summary="Bỏ tải lên từng phần")
    async def drop(upload_id: UUID, caller: Annotated[Identity, Depends(allowed)], session: Session) -> Response:
        """Bỏ tải lên từng phần; a file that is whole stays with what it was uploaded for."""
        upload = await unfinished.get_own(session, _owner_of(caller), upload_id, lock=True)
        await unfinished.drop(session, upload)
        return Response(status_code=204, headers={"Tus-Resumable": VERSION})


def _going_on(router: APIRouter, allowed: Callable[[Request], Identity], taking: Taking) -> None:
    @router.patch("/{upload_id}", status_code=204, summary="Tải lên phần tiếp theo")
    async def go_on(
        upload_id: UUID, request: Request, caller: Annotated[Identity, Depends(allowed)], session: Session
    ) -> Response:
        """Tải lên phần tiếp theo: kept whole or not at all. After the last one GET tells what became of the file."""
        _refuse_other_versions(request)
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != PIECE:
            raise UnsupportedKind("upload_piece_kind")
        offset = _number(request, "upload-offset")
        # Read before the row is locked: a slow line holds neither the row nor a connection.
        content = await read_limited(request.stream(), taking.largest)
        upload = await unfinished.get_own(session, _owner_of(caller), upload_id, lock=True)
        is_whole = await unfinished.add_piece(session, upload, offset, content)
        if is_whole and taking.take is not None and not taking.waits(upload.about):
            await request.state.body.reserve(upload.length)
            file = await keep_content(
                request, session, upload.about.get("filename", ""), await unfinished.whole(session, upload)
            )
            await unfinished.finish(session, upload, await taking.take(session, caller, upload.about, file))
        return Response(status_code=204, headers=_head(upload, offset + len(content)))


def _owner_of(identity: Identity) -> str:
    return f"{identity.kind}:{identity.subject}"


async def read_form(request: Request, session: AsyncSession, who: Identity, *fields: str) -> FormData:
    """Biểu mẫu gửi lên, with the files that came in pieces where their ids stood. `fields`: how the names of its file boxes begin.

    A file is taken from its pieces once: with the request's transaction, so that a form that is refused finds them again.
    A file whose pieces are gone, or are somebody else's, refuses to be read.
    """
    sent, owner = await request.form(), _owner_of(who)
    named = [value for field, value in sent.multi_items() if field.startswith(fields) and isinstance(value, str)]
    if not any(named):
        return sent
    sizes = [upload.length for upload in [await _find(session, owner, value) for value in named] if upload]
    if sum(sizes) > LARGEST_REQUEST:
        raise TooLarge("body_too_large", limit=f"{LARGEST_REQUEST // 1_048_576} MB")
    await request.state.body.reserve(sum(sizes))
    return FormData(
        [
            (field, await _arrived(session, owner, field, value) if field.startswith(fields) and value else value)
            for field, value in sent.multi_items()
        ]
    )


async def _find(session: AsyncSession, owner: str, named: str, *, lock: bool = False) -> Unfinished | None:
    try:
        upload = await unfinished.get_own(session, owner, UUID(named), lock=lock)
    except (ValueError, NotFound):
        return None
    return upload if upload.is_whole else None


async def _arrived(session: AsyncSession, owner: str, field: str, value: UploadFile | str) -> UploadFile:
    if isinstance(value, UploadFile):
        return value
    upload = await _find(session, owner, value, lock=True)
    if upload is None:
        return _Gone(field)
    file = UploadFile(_spooled(), size=0, filename=upload.about.get("filename", ""))
    async for piece in unfinished.pieces(session, upload):
        await file.write(piece)
    await file.seek(0)
    await unfinished.drop(session, upload)
    return file


def _spooled() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))


class _Gone(UploadFile):
    """What a form names and nobody has any more."""

    def __init__(self, field: str) -> None:
        super().__init__(_spooled(), filename="Tệp")
        self._field = field

    async def read(self, size: int = -1) -> bytes:
        said = FieldError(f"/{self._field}", "upload_unknown", TEXTS["upload_unknown"])
        raise Invalid("upload_unknown", fields=[said])


def _head(upload: Unfinished, offset: int) -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": format_datetime(upload.ends_at, usegmt=True),
        "Cache-Control": "no-store",
    }


def _refuse_other_versions(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise PreconditionFailed("upload_version")


def _number(request: Request, name: str) -> int:
    sent = request.headers.get(name, "")
    if not (sent.isascii() and sent.isdigit() and len(sent) <= _MOST_DIGITS):
        raise Malformed("upload_number", header=name)
    return int(sent)


def _about(request: Request) -> dict[str, str]:
    """`Upload-Metadata`: keys and Base64 values, `filename bOG7k2M=,paper_code VFAwMQ==`."""
    sent = request.headers.get("upload-metadata", "")
    if len(sent) > _LONGEST_ABOUT:
        raise Malformed("upload_metadata")
    try:
        pairs = [pair.strip().partition(" ") for pair in sent.split(",") if pair.strip()]
        about = {key: base64.b64decode(value, validate=True).decode() for key, _, value in pairs}
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Malformed("upload_metadata") from error
    if len(about) < len(pairs) or any("\x00" in value for value in about.values()):
        raise Malformed("upload_metadata")
    return about

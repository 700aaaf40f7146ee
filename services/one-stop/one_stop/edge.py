"""What the HTTP edges share: the counter, versions, refusals noted as evidence, downloads."""

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.counter import Counter
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import find_file, get_dossier, number_looked_up
from one_stop.dossiers.rules import Cursor
from one_stop.dossiers.schemas import Moved
from one_stop.results.queries import find_result
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import Conflict, Invalid, Malformed, NotFound, Unavailable
from shared.storage import evidence
from shared.storage.database import Pool
from shared.storage.files import FileMissing, FileStore
from shared.storage.fragments import FIRST_ANSWER
from shared.web.idempotency import hash_of_request

_VERSION = re.compile(r'(?:W/)?"(\d{1,9})"')
_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})


def _counter(request: Request) -> Counter:
    found: Counter = request.app.state.counter
    return found


AtCounter = Annotated[Counter, Depends(_counter)]


def expected_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    """`If-Match: "3"`: act only while nobody has changed the dossier since version 3."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        raise Malformed("version_malformed")
    return int(found[1])


ExpectedVersion = Annotated[int | None, Depends(expected_version)]


def answer_moved(dossier: Dossier) -> Response:
    """The answer to an action, made after the change is written."""
    moved = Moved(
        id=dossier.id, version=dossier.version, status=dossier.status, step_code=dossier.step_code, code=dossier.code
    )
    return Response(moved.model_dump_json(), media_type="application/json", headers={"ETag": f'"{dossier.version}"'})


async def repeat_of(request: Request, who: Identity, pool: Pool) -> tuple[str, bytes, Response | None]:
    """Idempotency-Key of a hot path: key, hash, and the first answer if this is a repeat."""
    key = request.headers.get("idempotency-key", "")
    if not key:
        return "", b"", None
    if not 8 <= len(key) <= 200 or not key.isprintable():
        raise Invalid("idempotency_key_malformed")
    digest = hash_of_request(request, await request.body())
    kept = await pool.fetchrow(FIRST_ANSWER, f"{who.kind}:{who.subject}", key)
    if kept is None:
        return key, digest, None
    if bytes(kept["request_hash"]) != digest:
        raise Conflict("idempotency_key_reused")
    replay = Response(
        bytes(kept["answer"]), kept["status"], media_type="application/json", headers={"idempotent-replay": "true"}
    )
    return key, digest, replay


def write_cursor(moment: datetime, row_id: UUID, paused: bool = False) -> str:
    return f"{moment.isoformat()}_{row_id}{_PAUSED if paused else ''}"


_PAUSED = "_p"


def read_cursor(text: str) -> Cursor | None:
    """Where the next page begins; opaque to callers."""
    if not text:
        return None
    try:
        moment, _, row_id = text.removesuffix(_PAUSED).partition("_")
        found = Cursor(datetime.fromisoformat(moment), UUID(row_id), text.endswith(_PAUSED))
    except ValueError as error:
        raise Malformed("cursor_malformed") from error
    if found.moment.tzinfo is None:
        raise Malformed("cursor_malformed")
    return found


async def note_look_up(session: AsyncSession, who: Identity, typed: str, found: int) -> None:
    """Whoever searches for a person's number leaves a trace of it, which does not say the number."""
    if masked := number_looked_up(typed):
        subject = f"agency/{who.agency_code}"
        await evidence.record(session, "person-looked-up", subject, who, number=masked, found=found)


async def send_file(session: AsyncSession, files: FileStore, who: Identity, dossier_id: UUID, sha256: str) -> Response:
    """A file that the dossier's own records name, for an officer of its agency; the look is evidence."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    record = await find_file(session, dossier.id, sha256)
    reference: FileReference | None = record.reference() if record is not None else None
    if reference is None:
        result = await find_result(session, dossier.id)
        reference = result.reference() if result is not None and result.sha256 == sha256 else None
    if reference is None:
        raise NotFound("not_found")
    try:
        content = await files.get(sha256)
    except FileMissing as error:
        raise Unavailable("file_unavailable") from error
    await evidence.record(session, "file-seen", f"dossier/{dossier.id}", who, sha256=sha256)
    return file_response(content, reference.media_type, reference.name)


def file_response(content: bytes, media_type: str, name: str) -> Response:
    """PDFs and pictures open in the browser, sandboxed; all else is only ever saved, so that nothing runs as ours."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:120] or "tep"
    way = "inline" if media_type in _INLINE else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{_percent(name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-store",
    }
    return Response(
        content, media_type=media_type if media_type in _INLINE else "application/octet-stream", headers=headers
    )


def _percent(name: str) -> str:
    return quote(name[:200], safe="")

"""What the HTTP edges share: the counter, versions, refusals noted as evidence, downloads."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.counter import Counter
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import find_file, get_dossier
from one_stop.dossiers.schemas import Moved
from one_stop.results.queries import find_result
from shared.access.identity import Identity
from shared.core.errors import Conflict, Invalid, Malformed, NotFound
from shared.storage import evidence
from shared.storage.database import Pool
from shared.storage.fragments import FIRST_ANSWER
from shared.web.idempotency import hash_of_request
from shared.web.viewer import Whole, open_stored

_VERSION = re.compile(r'(?:W/)?"(\d{1,9})"')


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


async def send_file(request: Request, session: AsyncSession, who: Identity, dossier_id: UUID, sha256: str) -> Response:
    """A file that the dossier's own records name, for an officer of its agency; the look is evidence."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    reference = await find_file(session, dossier.id, sha256)
    if reference is None:
        result = await find_result(session, dossier.id)
        reference = result.reference() if result is not None and result.sha256 == sha256 else None
    if reference is None:
        raise NotFound("not_found")
    whole = Whole(f"/mot-cua/ho-so/{dossier.id}", f"Hồ sơ {dossier.code}" if dossier.code else dossier.procedure_name)
    answer = await open_stored(request, reference, whole, opens=True)
    await evidence.record(session, "file-seen", f"dossier/{dossier.id}", who, sha256=sha256)
    return answer

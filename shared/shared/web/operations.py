"""What the gateway asks each service: how it describes itself, and for the operator's page (/van-hanh) lags, dead letters,
replay and discard. Only the gateway may call.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from shared.access.identity import Identity
from shared.access.rights import SERVICE, Role, check
from shared.core import logs
from shared.core.errors import TEXTS as SHARED_TEXTS
from shared.core.errors import Forbidden, NotFound
from shared.core.failures import read_failure
from shared.messaging import dead_letters, outbox
from shared.messaging.axis.choice import events_queue, reports_queue
from shared.messaging.parked import dropped_lately
from shared.signing.errors import TEXTS as SIGNING_TEXTS
from shared.storage import evidence
from shared.web.callers import caller
from shared.web.feature import Description
from shared.web.transaction import Session
from shared.work import jobs, scanning


async def operator(request: Request) -> Identity:
    """The gateway passes the operator's own identity on; nobody else gets here."""
    identity = caller(request)
    if identity.kind == "officer" and Role.OPERATOR in identity.roles and not identity.must_change:
        return identity
    raise Forbidden("not_allowed")


Operator = Annotated[Identity, Depends(operator)]


async def gateway_itself(request: Request) -> Identity:
    identity = caller(request)
    check(identity, frozenset({SERVICE}))
    return identity


gateway_itself.right = "describe"  # type: ignore[attr-defined]


def description_routes(description: Description) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    body = orjson.dumps(description.model_dump(mode="json"))

    @router.get("/internal/description")
    async def describe(_: Annotated[Identity, Depends(gateway_itself)]) -> Response:
        """The same bytes as long as this process lives, so that whoever asks again sees at once that nothing changed."""
        return Response(body, media_type="application/json")

    return router


def operations_routes(service: str, texts: Mapping[str, str], unread: str = "") -> APIRouter:
    router = APIRouter(prefix="/internal/operations", include_in_schema=False)

    @router.get("")
    async def overview(_: Operator, session: Session, request: Request) -> dict[str, Any]:
        var: Path = request.app.state.settings.var
        return {
            "service": service,
            **_with_sentences(await _standing(session, service, unread), texts),
            "errors": logs.recent_errors(),
            "disk": _disk(var),
        }

    async def done(found: bool, session: Session, kind: str, subject: str, who: Identity) -> dict[str, bool]:
        if not found:
            raise NotFound("not_found")
        await evidence.record(session, kind, subject, who)
        return {"done": True}

    @router.post("/dead-letters/{event_id}/replay")
    async def replay(event_id: UUID, who: Operator, session: Session) -> dict[str, bool]:
        found = await dead_letters.replay(session, event_id)
        return await done(found, session, "dead-letter-replayed", f"event/{event_id}", who)

    @router.post("/dead-letters/{event_id}/discard")
    async def discard(event_id: UUID, who: Operator, session: Session) -> dict[str, bool]:
        found = await dead_letters.discard(session, event_id)
        return await done(found, session, "dead-letter-discarded", f"event/{event_id}", who)

    @router.post("/jobs/{name}/run")
    async def run_job(name: str, who: Operator, session: Session, key: str = "") -> dict[str, bool]:
        found = await jobs.run_now(session, name, key)
        return await done(found, session, "job-run-by-hand", f"job/{name}/{key}", who)

    @router.post("/poison/{message_id}/discard")
    async def discard_poison(message_id: UUID, who: Operator, session: Session) -> dict[str, bool]:
        gone = await session.execute(text("DELETE FROM poison_message WHERE id = :id RETURNING id"), {"id": message_id})
        return await done(gone.first() is not None, session, "poison-discarded", f"message/{message_id}", who)

    return router


async def _standing(session: AsyncSession, service: str, unread: str) -> dict[str, Any]:
    """What waits, what fails and what nobody could read."""
    waiting = (await session.execute(outbox.STANDING)).one()
    states = (await session.execute(text("SELECT state, count(*) AS n FROM inbox GROUP BY state"))).all()
    letters = (await session.execute(text(_DEAD))).all()
    poison = (
        await session.execute(text("SELECT id, queue, error, received_at FROM poison_message ORDER BY id LIMIT 100"))
    ).all()
    return {
        "outbox": dict(waiting._mapping),
        "unread": dict((await session.execute(text(unread))).one()._mapping) if unread else None,
        "inbox": {row.state: row.n for row in states},
        "dead_letters": [dict(row._mapping) | {"body": bytes(row.body).decode("utf-8", "replace")} for row in letters],
        "poison": [dict(row._mapping) for row in poison],
        "dropped": await dropped_lately(session, (events_queue(service), reports_queue(service))),
        "jobs": await jobs.standing(session),
        **await scanning.standing(session),
        "retrying": [dict(row._mapping) for row in (await session.execute(text(_RETRYING))).all()],
    }


def _with_sentences(standing: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """What was refused, in the words of the part that refused it: the gateway has no texts of others."""
    known = SIGNING_TEXTS | SHARED_TEXTS | dict(texts)
    for row in (*standing["dead_letters"], *standing["jobs"], *standing["retrying"]):
        sentence = known.get(read_failure(row["error"] or "").code, "")
        row["refusal"] = _FACT.sub("…", sentence)  # the facts of the refusal are not kept
    return standing


_FACT = re.compile(r"%\(\w+\)[sd]")


def _disk(var: Path) -> dict[str, int]:
    """Bytes where this part's files lie."""
    found = shutil.disk_usage(var / "files" if (var / "files").is_dir() else var)
    return {"free": found.free, "total": found.total}


_RETRYING = """
SELECT event_id, type, attempts, error, received_at FROM inbox WHERE state = 'retry' ORDER BY received_at DESC LIMIT 5
"""
_DEAD = """
SELECT event_id, source, subject, sequence, type, attempts, error, received_at, envelope AS body
FROM inbox WHERE state = 'dead' ORDER BY received_at LIMIT 100
"""

"""Idempotency-Key: a machine that repeats a write gets the first answer, byte for byte."""

import hashlib
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core.errors import Conflict, Invalid
from shared.storage import fragments
from shared.web.callers import caller

_CLAIM = text(
    fragments.answered(
        "ON CONFLICT DO NOTHING RETURNING key",
        caller="CAST(:caller AS text)",
        key="CAST(:key AS text)",
        request_hash="CAST(:hash AS bytea)",
        status="CAST(NULL AS integer)",
        answer="CAST(NULL AS bytea)",
    )
)
_FIND = text("SELECT request_hash, status, answer FROM idempotency_key WHERE caller = :caller AND key = :key")
_KEEP = text("UPDATE idempotency_key SET status = :status, answer = :answer WHERE caller = :caller AND key = :key")


def hash_of_request(request: Request, body: bytes) -> bytes:
    """What the key stands for: path, query and body, each of which may say what to do, and the post in which it is done.

    The same words in another post are another act: at another agency, or on somebody else's behalf.
    """
    parts = [
        request.url.path.encode(),
        request.url.query.encode(),
        body,
        *filter(None, [caller(request).post.encode()]),
    ]
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def _whole(answer: Response) -> bytes:
    return bytes(answer.body)


async def once(
    request: Request,
    session: AsyncSession,
    act: Callable[[], Awaitable[Response]],
    kept: Callable[[Response], bytes] = _whole,
) -> Response:
    """Run `act` once per caller and key, in the caller's transaction; without the header simply run it.

    A second request with the same key waits on the unique index until the first commits. The same key with another query or
    body is refused (409). When the first one rolls back, its key is free again.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return await act()
    if not 8 <= len(key) <= 200 or not key.isprintable():
        raise Invalid("idempotency_key_malformed")
    who = caller(request)
    digest = hash_of_request(request, await request.body())
    row = {"caller": f"{who.kind}:{who.subject}", "key": key, "hash": digest}
    if (await session.execute(_CLAIM, row)).first() is None:
        first = (await session.execute(_FIND, row)).one()
        if bytes(first.request_hash) != digest:
            raise Conflict("idempotency_key_reused")
        if first.status is None:
            raise Conflict("idempotency_key_in_progress")
        return Response(
            bytes(first.answer), first.status, media_type="application/json", headers={"idempotent-replay": "true"}
        )
    answer = await act()
    await session.execute(_KEEP, row | {"status": answer.status_code, "answer": kept(answer)})
    return answer

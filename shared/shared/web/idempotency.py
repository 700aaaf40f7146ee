"""Idempotency-Key: a machine that repeats a write gets the first answer, byte for byte."""

import hashlib
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core.errors import Conflict, Invalid
from shared.storage import fragments
from shared.storage.database import Pool
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
_FIND = text(fragments.first_answer(":caller", ":key"))
_FIND_HOT = fragments.first_answer()
_KEEP = text(fragments.answer_kept(caller=":caller", key=":key", status=":status", answer=":answer"))


def read_key(sent: str | None) -> str:
    """The Idempotency-Key that came; empty where none did."""
    if sent is not None and not (8 <= len(sent) <= 200 and sent.isprintable()):
        raise Invalid("idempotency_key_malformed")
    return sent or ""


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


def answer_again(digest: bytes, first: tuple[bytes, int | None, bytes | None] | None) -> Response:
    """The first answer to a key, byte for byte. `first`: hash of the request it stands for, status and answer."""
    if first is not None and bytes(first[0]) != digest:
        raise Conflict("idempotency_key_reused")
    if first is None or first[1] is None or first[2] is None:
        raise Conflict("idempotency_key_in_progress")
    return Response(bytes(first[2]), first[1], media_type="application/json", headers={"idempotent-replay": "true"})


async def repeat_of(request: Request, pool: Pool) -> tuple[str, bytes, Response | None]:
    """For hot paths, whose one statement keeps the answer with the act: key, hash, and the first answer if this is a repeat."""
    key = read_key(request.headers.get("idempotency-key"))
    if not key:
        return "", b"", None
    who = caller(request)
    digest = hash_of_request(request, await request.body())
    first = await pool.fetchrow(_FIND_HOT, f"{who.kind}:{who.subject}", key)
    return key, digest, None if first is None else answer_again(digest, tuple(first))


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
    key = read_key(request.headers.get("idempotency-key"))
    if not key:
        return await act()
    who = caller(request)
    digest = hash_of_request(request, await request.body())
    row = {"caller": f"{who.kind}:{who.subject}", "key": key, "hash": digest}
    if (await session.execute(_CLAIM, row)).first() is None:
        first = (await session.execute(_FIND, row)).one()
        return answer_again(digest, (first.request_hash, first.status, first.answer))
    answer = await act()
    await session.execute(_KEEP, row | {"status": answer.status_code, "answer": kept(answer)})
    return answer

"""Letters and short messages that went out, for the operator's page /van-hanh/thu. Only the gateway may call."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from shared.core.errors import NotFound
from shared.notifying import reading
from shared.notifying.sending import send_again, write
from shared.notifying.sentences import our_sentences, say
from shared.storage import evidence
from shared.web.operations import Operator
from shared.web.transaction import Session

MOST = 500
"""Letters of one answer."""


def letter_routes(place: str) -> APIRouter:
    """`place`: path of the list of notifications, as it stands in the letters."""
    router = APIRouter(prefix="/internal/operations/letters", include_in_schema=False)

    @router.get("")
    async def list_letters(
        _: Operator,
        request: Request,
        session: Session,
        state: str = "",
        before: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = reading.PAGE,
    ) -> dict[str, Any]:
        address = request.app.state.settings.address
        rows = await reading.list_letters(session, state, before, limit)
        return {
            "letters": [_shown(dict(row), address, place) for row in rows],
            "counts": await reading.count_letters(session),
        }

    @router.post("/{letter_id}/send-again")
    async def again(letter_id: UUID, who: Operator, session: Session) -> dict[str, bool]:
        if not await send_again(session, letter_id):
            raise NotFound("not_found")
        await evidence.record(session, "letter-sent-again", f"letter/{letter_id}", who)
        return {"done": True}

    return router


def _shown(row: dict[str, Any], address: str, place: str) -> dict[str, Any]:
    """To whom only as a hint; what it says holds nothing of a person's record."""
    contents = row.pop("contents") or []
    said = [(say(our_sentences(), each["kind"], each["facts"]), each["link"]) for each in contents]
    letter = write(said, address, place) if said else None
    return row | {
        "address": reading.masked(row["address"]) if row["address"] else "",
        "title": letter.title if letter else "",
        "text": letter.text if letter else "",
    }

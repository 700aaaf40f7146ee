"""Việc kiểm tra trước khi ký as the forms of a document's page send them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.desk.forms import checked
from document_exchange.documents import reviews
from document_exchange.documents.rules import Step
from document_exchange.reviewing.schemas import AgreeIn, HandOnIn, SendBackIn, SkipIn
from document_exchange.showing import number_of, text_of, texts_of
from shared.access.identity import Identity


def numbers_of(form: FormData, name: str) -> list[int]:
    """Numbers that were ticked; what is none is number 0, which is nobody's."""
    return [int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0 for text in texts_of(form, name)]


def review_acts(
    session: AsyncSession, who: Identity, document_id: UUID, form: FormData
) -> dict[Step, Callable[[], Awaitable[Any]]]:
    base = {"version": number_of(form, "version"), "opinion": text_of(form, "opinion")}
    review = {"review_id": text_of(form, "review_id") or None}

    def passing() -> HandOnIn:
        return checked(HandOnIn, base | review | {"person_id": text_of(form, "person_id")})

    return {
        Step.AGREE: lambda: reviews.agree(session, who, document_id, checked(AgreeIn, base)),
        Step.HAND_ON: lambda: reviews.hand_on(session, who, document_id, passing()),
        Step.SKIP: lambda: reviews.skip_review(session, who, document_id, checked(SkipIn, base | review)),
        Step.SEND_BACK: lambda: reviews.send_back(
            session, who, document_id, checked(SendBackIn, base | {"level": text_of(form, "level")})
        ),
    }

"""Việc lấy ý kiến as forms and calls send it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.schemas import AnswerIn, AskIn, DrafterActIn, HandOpinionOnIn
from document_exchange.desk.task_forms import read
from document_exchange.documents import asking
from document_exchange.showing import date_of, id_of, number_of, text_of, texts_of
from shared.access.identity import Identity

M = TypeVar("M", bound=BaseModel)
Perform = Callable[[AsyncSession, Identity, UUID, UUID, DrafterActIn], Awaitable[OpinionRequest]]
DRAFTER_ACTS: Mapping[str, Perform] = {
    "extend": asking.extend,
    "remind": asking.remind,
    "withdraw": asking.withdraw,
    "reply": asking.reply,
}
PATHS: Mapping[str, str] = {"gia-han": "extend", "nhac": "remind", "rut": "withdraw", "tiep-thu": "reply"}
ANSWER, HAND_ON = "y-kien", "chuyen"


def ask_of(form: FormData) -> AskIn:
    body: dict[str, Any] = {
        "id": id_of(form, "id"),
        "content_version": number_of(form, "content_version"),
        "asked": texts_of(form, "asked"),
        "due_on": date_of(form, "due_on"),
        "words": text_of(form, "words"),
    }
    return read(AskIn, body, form)


def drafter_act_of(form: FormData) -> DrafterActIn:
    body: dict[str, Any] = {
        "version": number_of(form, "version"),
        "due_on": date_of(form, "due_on"),
        "reply": text_of(form, "reply") or None,
        "words": text_of(form, "words"),
    }
    return read(DrafterActIn, body, form)


def answer_of(form: FormData) -> AnswerIn:
    body: dict[str, Any] = {
        "version": number_of(form, "version"),
        "opinion": text_of(form, "opinion") or None,
        "words": text_of(form, "words"),
        "drop_files": text_of(form, "drop_files") == "true",
    }
    return read(AnswerIn, body, form)


def hand_on_of(form: FormData) -> HandOpinionOnIn:
    body = {"version": number_of(form, "version"), "whose": text_of(form, "whose"), "words": text_of(form, "words")}
    return read(HandOpinionOnIn, body, form)

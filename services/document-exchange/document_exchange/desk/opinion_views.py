"""Lấy ý kiến dự thảo as pages and calls show it: the drafter's table, and one request as whoever is asked sees it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.consulting.choosing import other_agencies, units_and_people
from document_exchange.consulting.models import OpinionRequest, OpinionStep
from document_exchange.consulting.queries import led_by, list_of_document, list_steps
from document_exchange.consulting.rules import (
    ASKED_IN_VAIN,
    OPINIONS,
    REPLIES,
    STATE_COLOURS,
    STATES,
    STEPS,
    OpinionAct,
)
from document_exchange.consulting.schemas import OpinionOut, OpinionRequestOut
from document_exchange.consulting.steps import case_of
from document_exchange.desk.document_views import way_of
from document_exchange.desk.opinion_acts import PATHS
from document_exchange.desk.opinion_facts import counts_of
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_files
from document_exchange.documents.rules import STEPS as DOCUMENT_STEPS
from document_exchange.documents.rules import Step
from document_exchange.documents.steps import case_of as document_case
from document_exchange.showing import date_of, errors_of, text_of, texts_of
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.identifiers import new_id
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.standards.working_time import end_of_working_days
from shared.web import way_back
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.web.uploads import ACCEPT, store_of
from shared.work.timeline import TimelineEntry
from shared.work.working_calendar.queries import get_working_time

LIST = "/van-ban/lay-y-kien"
USUAL_DAYS = 5
"""Working days that the form proposes."""
WORDS: dict[str, Any] = {
    "opinion_states": STATES,
    "opinion_colours": STATE_COLOURS,
    "opinions": OPINIONS,
    "replies": REPLIES,
    "act_labels": STEPS.labels,
    "accept": ACCEPT,
    "largest": LARGEST_UPLOAD,
}


def entry_of(row: OpinionStep) -> TimelineEntry:
    """Một bước của lượt lấy ý kiến."""
    return TimelineEntry(
        position=row.id,
        at=row.at,
        act=row.act,
        label=STEPS.label(OpinionAct(row.act)),
        actor=row.actor_name,
        actor_title=", ".join(filter(None, (row.actor_title, row.actor_agency))),
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        note=row.words,
        files=[FileReference.model_validate(file) for file in row.files],
    )


def row_out(row: OpinionRequest, document: OutgoingDocument | None = None) -> OpinionOut:
    """A line of the table."""
    outdated = document is not None and row.content_version < document.content_version
    return OpinionOut.model_validate(row).model_copy(update={"outdated": outdated})


def request_out(who: Identity, row: OpinionRequest) -> OpinionRequestOut:
    """As whoever is asked gets it."""
    allowed = [act.value for act in STEPS.allowed(case_of(who, row))]
    return OpinionRequestOut.model_validate(row).model_copy(update={"allowed": allowed})


def listed(row: OpinionRequest) -> OpinionRequestOut:
    return OpinionRequestOut.model_validate(row)


async def table_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    """Bảng tổng hợp ý kiến; `failed`: the request and act that was refused, or `hoi`."""
    errors, sent = errors_of(refusal), form or FormData()
    rows = await list_of_document(session, document.id)
    may_ask = Step.CONSULT in DOCUMENT_STEPS.allowed(await document_case(session, who, document))
    files = {file["sha256"] for row in rows for file in row.answer_files}
    choices = await _choices(session, document, rows) if may_ask else {}
    allowed = {row.id: STEPS.allowed(case_of(who, row, asks=may_ask)) for row in rows}
    return page_of(request).render(
        request,
        "consulting/table.html",
        status=refusal.status if refusal else 200,
        document=document,
        rows=rows,
        counts=counts_of(rows),
        allowed=allowed,
        has_form=_has_form(failed, may_ask, allowed),
        may_ask=may_ask,
        main_missing=may_ask and not any(file.position == 0 for file in await list_files(session, document.id)),
        choices=choices,
        file_states=await store_of(request).states(files),
        typed=await _typed(session, document, sent, form is not None),
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        done=request.query_params.get("xong", ""),
        **WORDS,
        **way_of(request, document),
    )


def _has_form(failed: str, may_ask: bool, allowed: Mapping[UUID, Sequence[OpinionAct]]) -> bool:
    """Whether the form that was refused still stands on the page."""
    if failed == "hoi":
        return may_ask
    request_id, _, path = failed.partition("/")
    return any(str(its_id) == request_id and PATHS.get(path) in acts for its_id, acts in allowed.items())


async def _choices(
    session: AsyncSession, document: OutgoingDocument, rows: Sequence[OpinionRequest]
) -> Mapping[str, list[tuple[str, str]]]:
    """Whoever has been asked about this version is not offered again."""
    now = document.content_version
    asked = {row.asked for row in rows if row.content_version == now and row.state not in ASKED_IN_VAIN}
    asked.add(f"person:{document.drafter_id}")
    units, people = await units_and_people(session, document.agency_code)
    agencies = await other_agencies(session, document.agency_code)
    offered = {"units": units, "people": people, "agencies": agencies}
    return {name: [one for one in some if one[0] not in asked] for name, some in offered.items()}


async def _typed(session: AsyncSession, document: OutgoingDocument, sent: FormData, filled: bool) -> dict[str, Any]:
    time = await get_working_time(session, document.agency_code)
    usual = end_of_working_days(clock.now(), USUAL_DAYS, time).astimezone(clock.VIETNAM).date()
    return {
        "id": text_of(sent, "id") or str(new_id()),
        "asked": texts_of(sent, "asked"),
        "due_on": date_of(sent, "due_on") if filled else usual,
        "words": text_of(sent, "words"),
        "reply": text_of(sent, "reply"),
    }


async def request_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    row: OpinionRequest,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    """Một lượt lấy ý kiến: what is asked, the version that is meant, the answer and what became of it."""
    errors, sent, steps = errors_of(refusal), form or FormData(), await list_steps(session, row.id)
    allowed = STEPS.allowed(case_of(who, row))
    files = {file["sha256"] for file in [*row.files, *row.answer_files]}
    document = await session.get(OutgoingDocument, row.document_id) if row.document_id else None
    return page_of(request).render(
        request,
        "consulting/request.html",
        status=refusal.status if refusal else 200,
        row=row,
        allowed=allowed,
        history=[entry_of(one) for one in steps],
        outdated=document is not None and row.content_version < document.content_version,
        table=await _shown_to(session, row),
        file_states=await store_of(request).states(files),
        others=await _others(session, who, row) if OpinionAct.HAND_ON in allowed else [],
        today=clock.local_now().date(),
        typed={
            "opinion": text_of(sent, "opinion") if form is not None else row.opinion,
            "words": text_of(sent, "words") if form is not None else "",
            "answer": text_of(sent, "words") if form is not None else row.answer,
            "whose": text_of(sent, "whose"),
        },
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        done=request.query_params.get("xong", ""),
        way=way_back.carried(request),
        list_href=way_back.to_list(request, LIST, f"yk-{row.id}"),
        **WORDS,
    )


async def _shown_to(session: AsyncSession, row: OpinionRequest) -> list[Mapping[str, Any]]:
    """The collected table as the drafter has shown it, without what came since: words alone; to another agency those of agencies."""
    if row.shown_at is None or row.document_id is None:
        return list(row.shown)
    rows = await list_of_document(session, row.document_id)
    return [
        {
            "name": one.asked_name,
            "opinion": one.opinion,
            "words": one.answer,
            "reply": one.reply,
            "reply_words": one.reply_words,
        }
        for one in rows
        if one.opinion and one.content_version == row.content_version and _in_table_of(one, row)
    ]


def _in_table_of(one: OpinionRequest, reader: OpinionRequest) -> bool:
    """It was there when the table was shown last, and was not put right since."""
    shown = reader.shown_at
    return shown is not None and one.shown_at == shown and one.answered_at is not None and one.answered_at <= shown


async def _others(session: AsyncSession, who: Identity, row: OpinionRequest) -> list[tuple[str, str]]:
    """Who may answer in the stead of whoever was asked: of a unit its own people."""
    led = led_by(who) if row.unit_id and row.unit_id == led_by(who) else ""
    units, people = await units_and_people(session, row.agency_code, led)
    return [one for one in [*units, *people] if one[0] not in (f"person:{who.desk}", f"person:{row.person_id}")]

"""Văn bản đến: work list, the document with its signatures checked, and what may be done with it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.agencies.queries import get_agency, list_colleagues
from document_exchange.auth import RIGHTS, MayExchange, MayReceive, MayViewIncoming, Right
from document_exchange.belonging import SIGNATURE_WARNINGS
from document_exchange.deliveries.accepting import LARGEST_PACKET, take_packet_file
from document_exchange.deliveries.api import packet_answer
from document_exchange.deliveries.rules import FROM_RECEIVER
from document_exchange.deliveries.writing import write_status
from document_exchange.documents.api import file_answer
from document_exchange.documents.forms import checked
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import DocumentStatus
from document_exchange.incoming import actions
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.opening import take_attachment
from document_exchange.incoming.queries import (
    Wanted,
    count_open,
    find_check,
    get_incoming,
    list_assignments,
    list_left,
    list_statuses,
    list_urgent_first,
    rank_of,
)
from document_exchange.incoming.reading import check_again, read_again, read_if_possible
from document_exchange.incoming.rules import (
    LONGEST_REASON,
    REFUSAL_REASONS,
    UNREADABLE,
    Act,
    IncomingState,
    refusal_reason,
    require_act,
    serious,
)
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.keyset import read_position, write_position
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.texts import refused_packet
from document_exchange.showing import errors_of, id_of, number_of, query_string, text_of, texts_of, uploads_of
from shared import evidence, way_back
from shared.attempt import attempt
from shared.contracts.document_exchange import DeliveryProgressed
from shared.database import AsyncSession, Session
from shared.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Refusal, TooLarge
from shared.files import FileAltered, FileMissing
from shared.form_fields import errors_by_field, read_date
from shared.identity import Identity
from shared.rights import Role, holds
from shared.signing.verdicts import REASONS, REVOCATIONS, later_changes_words
from shared.standards.file_kinds import is_pdf
from shared.web import page_of

router = APIRouter(prefix="/van-ban/den")

PAGE = 30
LIST = "/van-ban/den"
PLACE = ("q", "trang_thai", "sau")
"""What says where in the list a person is."""
_FILTERS = {
    "": "Tất cả",
    **{code: texts.STATUS_LABELS[code] for code in ("01", "03", "04", "05", "06", "02")},
    "13": texts.RECALL_LABELS["requested"],
    "doi-nguoi": "Người chủ trì đã rời cơ quan",
}
TAG_KINDS = {"01": "yellow", "02": "red", "06": "green"}
PRIORITY_KINDS = {1: "yellow", 2: "orange", 3: "red", 4: "red"}


@router.get("")
async def work_list(
    request: Request,
    who: MayViewIncoming,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    trang_thai: Annotated[str, Query(max_length=20)] = "",
    sau: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Danh sách văn bản đến."""
    recall = "requested" if trang_thai == "13" else ""
    chosen = (trang_thai,) if trang_thai in set(IncomingState) else ()
    wanted = Wanted(chosen, recall, q, without_people=trang_thai == "doi-nguoi")
    found = await list_urgent_first(session, who, wanted, after=read_position(sau), limit=PAGE + 1)
    more = len(found) > PAGE
    found = found[:PAGE]
    parts = {"q": q, "trang_thai": trang_thai}
    last = write_position(found[-1].arrived_at, found[-1].id, rank_of(found[-1])) if more else ""
    return page_of(request).render(
        request,
        "incoming/list.html",
        signature_warnings=SIGNATURE_WARNINGS,
        documents=found,
        counts=await count_open(session, who),
        filters=_FILTERS,
        chosen=trang_thai,
        q=q,
        labels=texts.STATUS_LABELS,
        recall_labels=texts.RECALL_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        priority_kinds=PRIORITY_KINDS,
        may_exchange=holds(who, RIGHTS[Right.EXCHANGE]),
        may_read_registers=holds(who, RIGHTS[Right.READ_REGISTERS]),
        next_href=f"{LIST}?{query_string(parts | {'sau': last})}" if more else None,
        first_href=f"{LIST}?{query_string(parts)}" if sau else None,
        way=way_back.from_list(request, PLACE),
    )


@router.get("/nhap-goi-tin")
async def upload_form(request: Request, _: MayExchange) -> Response:
    """Nhập gói tin .edxml."""
    return page_of(request).render(request, "incoming/upload.html", errors=[], field_errors={}, **_way(request))


@router.post("/nhap-goi-tin")
async def upload(request: Request, who: MayExchange, session: Session) -> Response:
    """Nhập gói tin từ tệp."""
    uploads = uploads_of(await request.form(), "packet")

    async def act() -> IncomingDocument | DeliveryProgressed:
        if not uploads:
            raise Invalid("file_required", fields=[FieldError("/packet", "file_required", "Hãy chọn tệp .edxml.")])
        content = await uploads[0].read()
        if len(content) > LARGEST_PACKET:
            raise TooLarge("body_too_large", limit="50 MB")
        return await take_packet_file(session, who, content, request.app.state.files)

    taken, refusal = await attempt(request, session, act)
    if refusal is not None:
        # The only field of this form is the file, whatever in it was at fault.
        errors = [FieldError("/packet", error.code, error.sentence) for error in errors_of(refusal)]
        return page_of(request).render(
            request,
            "incoming/upload.html",
            status=refusal.status,
            errors=errors,
            field_errors=errors_by_field(errors),
            **_way(request),
        )
    assert taken is not None
    if isinstance(taken, DeliveryProgressed):
        return RedirectResponse("/van-ban/di?trang_thai=sent", 303)
    await read_if_possible(session, taken.packet_sha256, request.app.state.files, request.app.state.signatures)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{taken.id}"), 303)


@router.get("/{incoming_id}")
async def one(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Văn bản đến."""
    incoming = await get_incoming(session, who, incoming_id)
    if incoming.read_at is None:
        # The worker reads arrivals every second; whoever is faster need not wait for it.
        state = request.app.state
        await read_if_possible(session, incoming.packet_sha256, state.files, state.signatures)
        incoming = await get_incoming(session, who, incoming_id)
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return await _page(request, session, who, incoming, None)


@router.get("/{incoming_id}/goi-tin")
async def packet(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Tải gói tin .edxml."""
    incoming = await get_incoming(session, who, incoming_id)
    await evidence.record(session, "packet-downloaded", f"incoming/{incoming.id}", who)
    content = await request.app.state.files.get(incoming.packet_sha256)
    return packet_answer(content, incoming.reference or "goi-tin")


@router.get("/{incoming_id}/goi-trang-thai")
async def status_packet(
    request: Request,
    incoming_id: UUID,
    who: MayExchange,
    session: Session,
    muc: Annotated[int | None, Query(ge=1, le=9_223_372_036_854_775_807)] = None,
) -> Response:
    """Gói tin trạng thái to hand to a sender outside the platform: any status so far, the newest by itself."""
    incoming = await get_incoming(session, who, incoming_id)
    if incoming.delivery_id is not None:
        raise Conflict("status_travels_by_itself")
    reported = [s for s in await list_statuses(session, incoming.id) if s.code in FROM_RECEIVER]
    chosen = next((status for status in reversed(reported) if muc in (None, status.id)), None)
    if chosen is None:
        raise NotFound("not_found")
    agency = await get_agency(session, incoming.addressee_code)
    words = chosen.description or texts.STATUS_LABELS.get(chosen.code, "")
    try:
        content = write_status(incoming, agency, chosen, words[:1000])
    except PacketRefused as error:
        raise refused_packet(error) from error
    await evidence.record(session, "status-packet-written", f"incoming/{incoming.id}", who, code=chosen.code)
    return packet_answer(content, f"trang-thai-{chosen.code}-{incoming.reference}")


@router.get("/{incoming_id}/tep/{position}")
async def attachment(
    request: Request, incoming_id: UUID, position: int, who: MayViewIncoming, session: Session
) -> Response:
    """Tệp trong gói tin."""
    incoming = await get_incoming(session, who, incoming_id)
    try:
        file = await take_attachment(incoming.packet_sha256, request.app.state.files, position)
    except PacketRefused as error:
        raise refused_packet(error) from error
    except (FileMissing, FileAltered) as error:
        raise NotFound("packet_altered" if isinstance(error, FileAltered) else "packet_missing") from error
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "incoming-file-read", f"incoming/{incoming.id}", who, position=position)
    media_type = "application/pdf" if is_pdf(file.content) else file.media_type
    return file_answer(file.content, file.name, media_type)


_ACTS: dict[str, tuple[Act, Right]] = {
    "tiep-nhan": (Act.ACCEPT, Right.RECEIVE),
    "tra-lai": (Act.REFUSE, Right.RECEIVE),
    "phan-cong": (Act.ASSIGN, Right.ASSIGN),
    "xu-ly": (Act.START, Right.PROCESS),
    "hoan-thanh": (Act.COMPLETE, Right.PROCESS),
    "dong-y-lay-lai": (Act.AGREE_RECALL, Right.RECEIVE),
    "tu-choi-lay-lai": (Act.REFUSE_RECALL, Right.RECEIVE),
}


@router.post("/{incoming_id}/kiem-tra-lai")
async def check_signatures(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Kiểm tra lại chữ ký số: revocation may have changed since the arrival."""
    incoming = await get_incoming(session, who, incoming_id)
    state = request.app.state

    async def act() -> None:
        try:
            await check_again(session, incoming.packet_sha256, state.files, state.signatures)
        except PacketRefused as error:
            raise refused_packet(error) from error
        except (FileMissing, FileAltered) as error:
            raise NotFound("packet_altered" if isinstance(error, FileAltered) else "packet_missing") from error
        await evidence.record(session, "signatures-checked", f"incoming/{incoming_id}", who)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _page(request, session, who, await get_incoming(session, who, incoming_id), refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}#chu-ky"), 303)


@router.post("/{incoming_id}/doc-lai")
async def read_packet_again(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Đọc lại gói tin that was marked unreadable: the file may be back, or the fault mended."""
    _, refusal = await attempt(request, session, lambda: read_again(session, who, incoming_id))
    incoming = await get_incoming(session, who, incoming_id)
    if refusal is not None:
        return await _page(request, session, who, incoming, refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}"), 303)


@router.post("/{incoming_id}/{viec}")
async def take_act(request: Request, incoming_id: UUID, viec: str, who: MayViewIncoming, session: Session) -> Response:
    """Một việc với văn bản đến: accept, return, assign, process, complete, answer a recall."""
    if viec not in _ACTS:
        raise NotFound("not_found")
    act, right = _ACTS[viec]
    await get_incoming(session, who, incoming_id)
    if not holds(who, RIGHTS[right]):
        raise Forbidden("not_allowed")
    _, refusal = await attempt(request, session, _act(session, who, incoming_id, act, await request.form()))
    if refusal is not None:
        return await _page(request, session, who, await get_incoming(session, who, incoming_id), refusal, act)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}?xong={viec}"), 303)


def _act(
    session: AsyncSession, who: Identity, incoming_id: UUID, act: Act, form: FormData
) -> Callable[[], Awaitable[Any]]:
    version, words = number_of(form, "version"), text_of(form, "words")[:LONGEST_REASON]

    async def refuse() -> IncomingDocument:
        choice = text_of(form, "reason")
        if choice not in REFUSAL_REASONS:
            raise Invalid(
                "reason_required", fields=[FieldError("/reason", "reason_required", "Hãy chọn lý do trả lại.")]
            )
        reason = refusal_reason(choice, words)
        if not reason:
            raise Invalid("reason_required", fields=[FieldError("/words", "reason_required", "Hãy ghi rõ lý do.")])
        return await actions.refuse_incoming(session, who, incoming_id, version, reason)

    async def assign() -> IncomingDocument:
        typed = {key: value for key, value in form.items() if isinstance(value, str)}
        due_on = read_date(typed, "due_on")
        new = checked(
            AssignmentIn,
            {
                "lead_id": text_of(form, "lead_id"),
                "cooperating_ids": texts_of(form, "cooperating_ids"),
                "opinion": words,
                "due_on": due_on,
            },
        )
        return await actions.assign_incoming(session, who, incoming_id, version, new)

    async def process() -> IncomingDocument:
        await actions.require_assigned(session, who, incoming_id)
        if act is Act.START:
            return await actions.start_incoming(session, who, incoming_id, version, words)
        answer = id_of(form, "answer_document_id")
        return await actions.complete_incoming(session, who, incoming_id, version, words, answer)

    acts: dict[Act, Callable[[], Awaitable[Any]]] = {
        Act.ACCEPT: lambda: actions.accept_incoming(
            session, who, incoming_id, version, aware=text_of(form, "aware") == "true"
        ),
        Act.REFUSE: refuse,
        Act.ASSIGN: assign,
        Act.START: process,
        Act.COMPLETE: process,
        Act.AGREE_RECALL: lambda: actions.agree_recall(session, who, incoming_id, version, words),
        Act.REFUSE_RECALL: lambda: actions.refuse_recall(
            session, who, incoming_id, version, words, text_of(form, "decided_by")
        ),
    }
    return acts[act]


def allowed_acts(who: Identity, incoming: IncomingDocument, assigned: bool) -> list[Act]:
    """What this person may do now."""
    may: list[Act] = []
    for act, right in _ACTS.values():
        if not holds(who, RIGHTS[right]):
            continue
        if right is Right.PROCESS and not (assigned or Role.LEADER in who.roles):
            continue
        try:
            require_act(IncomingState(incoming.status), incoming.recall, act)
        except Refusal:
            continue
        may.append(act)
    return may


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    refusal: Refusal | None,
    failed: Act | None = None,
) -> Response:
    errors = errors_of(refusal)
    assignments = await list_assignments(session, incoming.id)
    allowed = allowed_acts(who, incoming, any(a.person_id == who.subject for a in assignments))
    check = await find_check(session, incoming.packet_sha256)
    return page_of(request).render(
        request,
        "incoming/document.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        history=await list_statuses(session, incoming.id),
        assignments=assignments,
        check=check,
        allowed=allowed,
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        done=_ACTS.get(request.query_params.get("xong", ""), (None, None))[0],
        act_labels=texts.ACT_LABELS,
        labels=texts.STATUS_LABELS,
        recall_labels=texts.RECALL_LABELS,
        warning_labels=texts.WARNING_LABELS,
        reason_labels=REASONS,
        revocation_labels=REVOCATIONS,
        changes_words=later_changes_words,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        priority_kinds=PRIORITY_KINDS,
        left=await list_left(session, incoming),
        must_be_seen=bool(serious(incoming.warnings)),
        reasons=REFUSAL_REASONS,
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        may_exchange=holds(who, RIGHTS[Right.EXCHANGE]),
        may_read_again=holds(who, RIGHTS[Right.RECEIVE]) and bool(UNREADABLE.intersection(incoming.warnings)),
        from_receiver=FROM_RECEIVER,
        answer=await session.get(OutgoingDocument, incoming.answer_document_id)
        if incoming.answer_document_id
        else None,
        **_way(request, incoming),
        **await _choices(session, who, incoming, allowed),
    )


def _way(request: Request, incoming: IncomingDocument | None = None) -> dict[str, Any]:
    """Where the person came from in the list."""
    row = f"vb-{incoming.id}" if incoming else ""
    return {"way": way_back.carried(request), "list_href": way_back.to_list(request, LIST, row)}


async def _choices(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, allowed: list[Act]
) -> dict[str, Any]:
    """What the forms on the page offer; nothing is fetched for forms that are not there."""
    people = leaders = []
    answers: list[tuple[str, str]] = []
    if Act.ASSIGN in allowed:
        people = await list_colleagues(session, who.agency_code, Role.SPECIALIST, Role.LEADER)
    if Act.REFUSE_RECALL in allowed:
        leaders = await list_colleagues(session, who.agency_code, Role.LEADER)
    if Act.COMPLETE in allowed:
        query = (
            select(OutgoingDocument.id, OutgoingDocument.reference, OutgoingDocument.subject)
            .where(
                OutgoingDocument.agency_code == who.agency_code,
                OutgoingDocument.reference != "",
                OutgoingDocument.status.not_in((DocumentStatus.CANCELLED, DocumentStatus.RECALLED)),
                OutgoingDocument.answers_incoming_id == incoming.id,
            )
            .order_by(OutgoingDocument.updated_at.desc())
            .limit(20)
        )
        answers = [(str(row.id), f"{row.reference} – {row.subject[:80]}") for row in await session.execute(query)]
    return {
        "people": [(person.id, f"{person.full_name} – {person.title}") for person in people],
        "leaders": [(person.id, f"{person.full_name} – {person.title}") for person in leaders],
        "answers": answers,
    }

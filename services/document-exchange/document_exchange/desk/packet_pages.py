"""Gói tin của văn bản đến: brought from outside, handed out, read and checked again, and the files in it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from document_exchange import texts
from document_exchange.amending.models import IssuedChange
from document_exchange.auth import MayExchange, MayReceive, MayViewIncoming
from document_exchange.changing.files import Taken, take_packet_file
from document_exchange.changing.models import SenderChange
from document_exchange.deliveries.rules import FROM_RECEIVER
from document_exchange.desk.downloads import packet_answer
from document_exchange.desk.incoming_views import LIST, incoming_page, way_of
from document_exchange.desk.work_views import work_summary
from document_exchange.incoming.closing import refuse_taken_back
from document_exchange.incoming.opening import take_attachment
from document_exchange.incoming.queries import (
    get_incoming,
    list_statuses,
)
from document_exchange.incoming.reading import check_again, read_again, read_if_possible
from document_exchange.incoming.scanning import refuse_unscanned
from document_exchange.incoming.writing import write_status
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.parsing import LARGEST_PACKET
from document_exchange.packets.texts import refused_packet
from document_exchange.readers.queries import read_incoming
from document_exchange.showing import errors_of, uploads_of
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, Refusal, TooLarge
from shared.directory.queries import get_agency
from shared.standards.file_kinds import is_pdf
from shared.storage import evidence
from shared.storage.files import FileAltered, FileMissing
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Found, Whole, open_found

router = PageRouter(prefix="/van-ban/den")


@router.get("/nhap-goi-tin")
async def upload_form(request: Request, _: MayExchange) -> Response:
    """Nhập gói tin .edxml."""
    return _upload_page(request, None)


@router.post("/nhap-goi-tin")
async def upload(request: Request, who: MayExchange, session: Session) -> Response:
    """Nhập gói tin từ tệp."""
    uploads = uploads_of(await read_form(request, session, who, "packet"), "packet")

    async def act() -> Taken:
        if not uploads:
            raise Invalid("file_required", fields=[FieldError("/packet", "file_required", "Hãy chọn tệp .edxml.")])
        content = await uploads[0].read()
        if len(content) > LARGEST_PACKET:
            raise TooLarge("body_too_large", limit="50 MB")
        return await take_packet_file(session, who, content, request.app.state.files)

    taken, refusal = await attempt(request, session, act)
    if refusal is not None:
        return _upload_page(request, refusal)
    assert taken is not None
    if isinstance(taken, DeliveryProgressed):
        return RedirectResponse("/van-ban/di?trang_thai=sent", 303)
    if isinstance(taken, IssuedChange):
        return RedirectResponse(f"/van-ban/di/{taken.document_id}/thay-doi/{taken.id}", 303)
    if isinstance(taken, SenderChange) and taken.agency_code != who.agency_code:
        return RedirectResponse(f"{LIST}/thay-doi", 303)  # its document went on elsewhere, and that agency answers
    if isinstance(taken, SenderChange):
        return RedirectResponse(f"{LIST}/thay-doi/{taken.id}", 303)
    await read_if_possible(session, taken.packet_sha256, request.app.state.files, request.app.state.signatures)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{taken.id}"), 303)


def _upload_page(request: Request, refusal: Refusal | None) -> Response:
    # The only field of this form is the file, whatever in it was at fault.
    errors = [FieldError("/packet", error.code, error.sentence) for error in errors_of(refusal)]
    return page_of(request).render(
        request,
        "incoming/upload.html",
        status=refusal.status if refusal else 200,
        errors=errors,
        field_errors=errors_by_field(errors),
        largest=LARGEST_PACKET,
        **way_of(request),
    )


@router.get("/{incoming_id}/goi-tin")
async def packet(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Tải gói tin .edxml."""
    incoming, _ = await read_incoming(session, who, incoming_id)
    refuse_taken_back(incoming)
    await refuse_unscanned(session, request.app.state.files, incoming.packet_sha256)
    await evidence.record(session, "packet-downloaded", f"incoming/{incoming.id}", who)
    content = await request.app.state.files.get(incoming.packet_sha256)
    return packet_answer(request, content, incoming.reference or "goi-tin")


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
    if incoming.entered:
        raise Conflict("came_without_packet")
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
    return packet_answer(request, content, f"trang-thai-{chosen.code}-{incoming.reference}")


@router.get("/{incoming_id}/tep/{position}")
async def attachment(
    request: Request, incoming_id: UUID, position: int, who: MayViewIncoming, session: Session
) -> Response:
    """Tệp trong gói tin."""
    incoming, _ = await read_incoming(session, who, incoming_id)
    refuse_taken_back(incoming)
    await refuse_unscanned(session, request.app.state.files, incoming.packet_sha256)
    await evidence.record(session, "incoming-file-read", f"incoming/{incoming.id}", who, position=position)

    async def find() -> Found:
        try:
            file = await take_attachment(incoming.packet_sha256, request.app.state.files, position)
        except PacketRefused as error:
            raise refused_packet(error) from error
        except (FileMissing, FileAltered) as error:
            raise NotFound("packet_altered" if isinstance(error, FileAltered) else "packet_missing") from error
        if file is None:
            raise NotFound("not_found")
        return Found(file.content, file.name, "application/pdf" if is_pdf(file.content) else file.media_type)

    whole = Whole(f"/van-ban/den/{incoming.id}", incoming.reference or incoming.subject or "Văn bản đến")
    return await open_found(request, find, whole, opens=True)


@router.post("/{incoming_id}/kiem-tra-lai")
async def check_signatures(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Kiểm tra lại chữ ký số: revocation may have changed since the arrival."""
    incoming = await get_incoming(session, who, incoming_id)
    state = request.app.state

    async def act() -> None:
        if incoming.entered:
            raise Conflict("came_without_packet")
        refuse_taken_back(incoming)
        try:
            await check_again(session, incoming.packet_sha256, state.files, state.signatures)
        except PacketRefused as error:
            raise refused_packet(error) from error
        except (FileMissing, FileAltered) as error:
            raise NotFound("packet_altered" if isinstance(error, FileAltered) else "packet_missing") from error
        await evidence.record(session, "signatures-checked", f"incoming/{incoming_id}", who)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        incoming = await get_incoming(session, who, incoming_id)
        inside = await work_summary(session, who, incoming)
        return await incoming_page(request, session, who, incoming, refusal, inside=inside)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}#chu-ky"), 303)


@router.post("/{incoming_id}/doc-lai")
async def read_packet_again(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Đọc lại gói tin that was marked unreadable: the file may be back, or the fault mended."""
    _, refusal = await attempt(request, session, lambda: read_again(session, who, incoming_id))
    incoming = await get_incoming(session, who, incoming_id)
    if refusal is not None:
        inside = await work_summary(session, who, incoming)
        return await incoming_page(request, session, who, incoming, refusal, inside=inside)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}"), 303)

"""Dossiers over HTTP: list, one, files, and the counter's acts."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from one_stop import hot
from one_stop.auth import MayReceive, MaySee, worker_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier, list_ended, list_forms, list_hand_overs, list_papers, search_words
from one_stop.dossiers.rules import allowed_actions
from one_stop.dossiers.schemas import (
    CounterReception,
    DossierOut,
    DossierPage,
    DossierRow,
    FileOut,
    HandOverOut,
    Moved,
    Refusing,
)
from one_stop.edge import AtCounter, ExpectedVersion, answer_moved, read_cursor, send_file, write_cursor
from one_stop.procedures.queries import get_version
from one_stop.results.queries import find_result
from one_stop.texts import FORM_LABELS
from one_stop.worklist.rules import work_query
from shared import clock, evidence
from shared.contracts.values import Applicant
from shared.database import Database, Session
from shared.idempotency import once
from shared.standards.dossier_status import DossierStatus

router = APIRouter(prefix="/api/one-stop/v1", tags=["Hồ sơ"])

State = Literal["open", "overdue", "submitted", "in-progress", "supplement", "resolved", "ended"]


@router.get("/dossiers")
async def list_dossiers(
    who: MaySee,
    request: Request,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    state: State = "open",
    step: Annotated[str, Query(max_length=50)] = "",
    scope: Literal["mine", "agency"] = "mine",
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> DossierPage:
    """Danh sách hồ sơ: open ones in the order in which they are due, ended ones the newest first."""
    now = clock.now()
    if state == "ended":
        ended = await list_ended(session, who.agency_code, search_words(q), read_cursor(after), limit + 1)
        following = write_cursor(ended[limit - 1].opened_at, ended[limit - 1].id) if len(ended) > limit else None
        items = [
            DossierRow.of(
                {name: getattr(row, name) for name in (*DossierRow.model_fields, "work_due_at") if hasattr(row, name)},
                now,
            )
            for row in ended[:limit]
        ]
        return DossierPage(items=items, next=following)
    database: Database = request.app.state.database
    rows = await hot.list_work(
        await database.hot(), work_query(who, search_words(q), state, step, scope, read_cursor(after), limit, now)
    )
    following = write_cursor(rows[limit - 1]["work_due_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
    return DossierPage(items=[DossierRow.of(row, now) for row in rows[:limit]], next=following)


@router.get("/dossiers/{dossier_id}")
async def get_one(dossier_id: UUID, who: MaySee, session: Session, response: Response) -> DossierOut:
    """Một hồ sơ, with what the caller may do now."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    await evidence.record(session, "dossier-seen", f"dossier/{dossier.id}", who)
    response.headers["ETag"] = f'"{dossier.version}"'
    now = clock.now()
    names = DossierOut.model_fields.keys() - {
        "status_name",
        "overdue",
        "allowed_actions",
        "files",
        "hand_overs",
        "applicant",
        "owner",
    }
    return DossierOut(
        **{name: getattr(dossier, name) for name in names},
        applicant=Applicant.model_validate(dossier.applicant),
        owner=Applicant.model_validate(dossier.owner) if dossier.owner else None,
        status_name=DossierStatus(dossier.status).official_name,
        overdue=dossier.status in (1, 2, 4, 5) and dossier.work_due_at < now,
        allowed_actions=sorted(allowed_actions(dossier.standing(), steps, worker_of(who))),
        files=await _files(session, dossier),
        hand_overs=[
            HandOverOut(
                number=number,
                action=row.action,
                at=row.at,
                by=row.by_name,
                from_step=row.from_step_name,
                to_step=row.to_step_name,
                to_holder=row.to_holder_name,
                status=row.status,
                due_at=row.due_at,
                outcome=row.outcome,
                note=row.note,
            )
            for number, row in enumerate(await list_hand_overs(session, dossier.id), 1)
        ],
    )


async def _files(session: Session, dossier: Dossier) -> list[FileOut]:
    papers = [
        FileOut(
            name=row.file_name,
            kind=row.paper_name,
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            replaced=row.replaced_at is not None,
        )
        for row in await list_papers(session, dossier.id)
    ]
    forms = [
        FileOut(
            name=row.file_name,
            kind=FORM_LABELS[row.form_no],
            sha256=row.sha256,
            size=row.size,
            media_type="application/pdf",
        )
        for row in await list_forms(session, dossier.id)
    ]
    result = await find_result(session, dossier.id)
    signed = result.reference() if result is not None else None
    if result is not None and signed is not None:
        forms.append(
            FileOut(
                name=signed.name,
                kind=result.title,
                sha256=signed.sha256,
                size=signed.size,
                media_type=signed.media_type,
            )
        )
    return papers + forms


@router.get("/dossiers/{dossier_id}/files/{sha256}", response_class=Response)
async def download(dossier_id: UUID, sha256: str, who: MaySee, request: Request, session: Session) -> Response:
    """Tải tệp của hồ sơ."""
    return await send_file(session, request.app.state.files, who, dossier_id, sha256)


@router.post("/dossiers", status_code=201, response_model=Moved)
async def receive(
    new: CounterReception, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Tiếp nhận trực tiếp tại quầy."""

    async def act() -> Response:
        response = answer_moved(await counter.receive(session, who, new))
        response.status_code = 201
        return response

    return await once(request, session, act)


@router.post("/dossiers/{dossier_id}/accept", response_model=Moved)
async def accept(
    dossier_id: UUID, who: MayReceive, version: ExpectedVersion, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Tiếp nhận hồ sơ nộp trực tuyến."""

    async def act() -> Response:
        return answer_moved(await counter.accept(session, who, dossier_id, version))

    return await once(request, session, act)


@router.post("/dossiers/{dossier_id}/refuse", response_model=Moved)
async def refuse(
    dossier_id: UUID,
    body: Refusing,
    who: MayReceive,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
) -> Response:
    """Từ chối tiếp nhận."""

    async def act() -> Response:
        return answer_moved(await counter.refuse(session, who, dossier_id, version, body.reason))

    return await once(request, session, act)

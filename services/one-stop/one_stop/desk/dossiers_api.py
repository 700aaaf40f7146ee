"""Dossiers over HTTP: list, one, files, and the counter's acts."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.queries import list_ended, search_words
from one_stop.dossiers.reading import read_dossier
from one_stop.dossiers.schemas import (
    Accepting,
    CounterReception,
    DossierOut,
    DossierPage,
    DossierRow,
    Moved,
    Refusing,
)
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, ExpectedVersion, answer_moved, note_look_up, read_cursor, send_file, write_cursor
from one_stop.worklist.rules import work_query
from one_stop.worklist.statements import list_work
from shared.core import clock
from shared.core.errors import NotFound
from shared.storage.database import Database
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/one-stop/v1", tags=["Hồ sơ"])

State = Literal["open", "overdue", "submitted", "in-progress", "supplement", "resolved", "ended"]


@router.get("/dossiers", summary="Danh sách hồ sơ")
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
    """Danh sách hồ sơ: open ones in the order in which they are due, behind them the paused; ended ones the newest first."""
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
        await note_look_up(session, who, q, len(items))
        return DossierPage(items=items, next=following)
    database: Database = request.app.state.database
    rows = await list_work(
        await database.hot(), work_query(who, search_words(q), state, step, scope, read_cursor(after), limit, now)
    )
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = write_cursor(last["work_due_at"], last["id"], last["paused"])
    await note_look_up(session, who, q, len(rows[:limit]))
    return DossierPage(items=[DossierRow.of(row, now) for row in rows[:limit]], next=following)


@router.get("/dossiers/{dossier_id}", response_model=DossierOut, summary="Một hồ sơ và những việc làm được")
async def get_one(dossier_id: UUID, who: MaySee, request: Request) -> Response:
    """Một hồ sơ, with what the caller may do now."""
    database: Database = request.app.state.database
    found = await read_dossier(await database.hot(), dossier_id, who, worker_of(who))
    if found is None:
        raise NotFound("not_found")
    version, body = found
    return Response(body, media_type="application/json", headers={"ETag": f'"{version}"'})


@router.get("/dossiers/{dossier_id}/files/{sha256}", response_class=Response, summary="Tải tệp của hồ sơ")
async def download(dossier_id: UUID, sha256: str, who: MaySee, request: Request, session: Session) -> Response:
    """Tải tệp của hồ sơ."""
    return await send_file(session, request.app.state.files, who, dossier_id, sha256)


@router.post("/dossiers", status_code=201, response_model=Moved, summary="Tiếp nhận hồ sơ trực tiếp tại quầy")
async def receive(
    new: CounterReception, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Tiếp nhận trực tiếp tại quầy."""

    async def act() -> Response:
        response = answer_moved(await counter.receive(session, who, new))
        response.status_code = 201
        return response

    return await once(request, session, act)


@router.post("/dossiers/{dossier_id}/accept", response_model=Moved, summary="Tiếp nhận hồ sơ nộp trực tuyến")
async def accept(
    dossier_id: UUID,
    who: MayReceive,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
    body: Accepting | None = None,
) -> Response:
    """Tiếp nhận hồ sơ nộp trực tuyến; with `forward` also chuyển bước, both or neither."""

    async def act() -> Response:
        return answer_moved(await counter.accept(session, who, dossier_id, version, body.forward if body else None))

    return await once(request, session, act)


@router.post("/dossiers/{dossier_id}/refuse", response_model=Moved, summary="Từ chối tiếp nhận hồ sơ")
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

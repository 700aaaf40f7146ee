"""Printed registers: shown as they would be printed now, stored when the reader says so, and opened again as they were."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.file_answers import file_answer, stored_file
from shared.web.idempotency import once
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.listing import Listing
from shared.work.stored_prints import MOST, Print, get_print, keep_print, list_prints


@dataclass(frozen=True)
class PrintDoor:
    """Nơi in một sổ: which list, by whom, and how it is printed from what the address asks for."""

    listing: Listing
    model: type[Any]
    make: Callable[[Request, AsyncSession, Identity], Awaitable[Print]]
    who: Callable[..., Identity]


class StoredPrintOut(BaseModel):
    """Bản in sổ đã lưu."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    year: int
    part: int
    rows: int
    chosen: str
    sha256: str
    size: int
    made_by_name: str
    made_at: datetime


class StoredPrints(BaseModel):
    """Các bản in đã lưu, the newest first; at most 200."""

    items: list[StoredPrintOut]


def print_pages(door: PrintDoor) -> PageRouter:
    """`so-in`: the print (GET), and storing it (POST); `ban-in-luu`: what was stored."""
    place, router = door.listing.path, PageRouter()
    who_may = Annotated[Identity, Depends(door.who)]

    async def show(request: Request, who: who_may, session: Session) -> Response:
        """Bản in sổ theo mẫu."""
        made = await door.make(request, session, who)
        facts = {"rows": made.rows, "part": made.part}
        await evidence.record(session, "list-printed", f"list/{door.listing.name}", who, **facts)
        return file_answer(request, made.pdf, made.name, "application/pdf", opens=True)

    async def keep(request: Request, who: who_may, session: Session) -> Response:
        """Lưu bản in."""
        row = await _keep(request, session, who, door)
        return RedirectResponse(f"{place}/ban-in-luu?xong={row.id}", 303)

    async def show_stored(request: Request, who: who_may, session: Session) -> Response:
        """Các bản in đã lưu."""
        rows = await list_prints(session, door.model, who.agency_code, door.listing.name)
        done = request.query_params.get("xong", "")
        page = page_of(request)
        return page.render(request, "stored_prints.html", listing=door.listing, rows=rows, done=done, most=MOST)

    async def open_stored(request: Request, print_id: UUID, who: who_may, session: Session) -> Response:
        """Một bản in đã lưu, as it was."""
        file = await get_print(session, door.model, who, door.listing.name, print_id)
        return await stored_file(request, file, opens=True)

    router.add_api_route(f"{place}/so-in", show, methods=["GET"])
    router.add_api_route(f"{place}/so-in", keep, methods=["POST"])
    router.add_api_route(f"{place}/ban-in-luu", show_stored, methods=["GET"])
    router.add_api_route(f"{place}/ban-in-luu/{{print_id}}", open_stored, methods=["GET"])
    return router


def print_calls(door: PrintDoor, prefix: str, tag: str, problems: dict[int | str, dict[str, Any]]) -> APIRouter:
    """`POST …/lists/<list>/prints`, `GET …/prints`, `GET …/prints/{print_id}`."""
    router = APIRouter(prefix=prefix, tags=[tag], responses=problems)
    who_may = Annotated[Identity, Depends(door.who)]
    path = f"/lists/{door.listing.name.split('.', 1)[1]}/prints"

    async def post_print(request: Request, who: who_may, session: Session) -> Response:
        """In sổ và lưu bản in; the address may say year, part and words as the page's does."""

        async def act() -> Response:
            row = await _keep(request, session, who, door)
            out = StoredPrintOut.model_validate(row)
            return Response(out.model_dump_json(), 201, media_type="application/json")

        return await once(request, session, act)

    async def get_prints(who: who_may, session: Session) -> StoredPrints:
        """Các bản in đã lưu."""
        rows = await list_prints(session, door.model, who.agency_code, door.listing.name)
        return StoredPrints(items=[StoredPrintOut.model_validate(row) for row in rows])

    async def read_print(request: Request, print_id: UUID, who: who_may, session: Session) -> Response:
        """Một bản in đã lưu, PDF."""
        file = await get_print(session, door.model, who, door.listing.name, print_id)
        return await stored_file(request, file)

    title = door.listing.title
    add = router.add_api_route
    add(
        path,
        post_print,
        methods=["POST"],
        status_code=201,
        response_model=StoredPrintOut,
        summary=f"Lưu bản in: {title}",
    )
    add(path, get_prints, methods=["GET"], summary=f"Bản in đã lưu: {title}")
    add(f"{path}/{{print_id}}", read_print, methods=["GET"], summary=f"Một bản in đã lưu: {title}")
    return router


async def _keep(request: Request, session: AsyncSession, who: Identity, door: PrintDoor) -> Any:
    made = await door.make(request, session, who)
    file = await request.app.state.files.put(made.pdf, "application/pdf", made.name)
    return await keep_print(session, door.model, who, door.listing.name, made, file)

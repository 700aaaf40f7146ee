"""/van-hanh/bang: a table of the operator's page as a file or on paper."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from gateway.auth import Operator
from gateway.operations_desk.pages import read_desk
from gateway.operations_desk.tables import TABLES
from gateway.texts import TEXTS
from shared.access.identity import Identity
from shared.web import tables
from shared.web.application import not_found
from shared.web.routers import PageRouter
from shared.web.tables import Place, Table
from shared.web.transaction import Session

router = PageRouter(prefix="/van-hanh/bang")

Kind = Annotated[str, Query(pattern="^(xlsx|csv)$")]


@router.get("/{place}/ket-xuat")
async def export(place: str, request: Request, who: Operator, session: Session, dang: Kind = "xlsx") -> Response:
    """Xuất bảng ra tệp."""
    table, rows = await _read(request, who, place)
    return await tables.as_file(session, who, table, rows, dang)


@router.get("/{place}/ban-in")
async def show_printable(place: str, request: Request, who: Operator, session: Session) -> Response:
    """Bản in bảng."""
    table, rows = await _read(request, who, place)
    return await tables.on_paper(request, session, who, table, rows, Place(f"/van-hanh#{place}"))


async def _read(request: Request, who: Identity, place: str) -> tuple[Table, list[Any]]:
    """The rows as they are now. Raises NotFound."""
    if place not in TABLES:
        raise not_found()
    table, name = TABLES[place]
    found = await read_desk(request, who)
    found["rows"] = [row | {"status_words": TEXTS[f"status.{row['status']}"]} for row in found["rows"]]
    waiting = found["state"]["axis"].get("waiting") or {}
    found["queues"] = [{"queue": queue, "waiting": waiting[queue]} for queue in sorted(waiting)]
    return table, list(found[name])

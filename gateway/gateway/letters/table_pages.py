"""/van-hanh/thu as a file and on paper: to whom only as a hint, as on the page."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from gateway.auth import Operator
from gateway.letters.pages import CHANNELS, KEEPERS, STATES, WHOSE, read_letters
from shared.access.identity import Identity
from shared.core.errors import Unavailable
from shared.web import tables
from shared.web.letters import MOST
from shared.web.routers import PageRouter
from shared.web.tables import Place, Table
from shared.web.transaction import Session
from shared.work import sheets
from shared.work.listing import Column

router = PageRouter(prefix="/van-hanh/thu")

LETTERS = Table(
    "operations-letters",
    "Thư và tin nhắn gửi đi",
    (
        Column("at", "Giờ gửi", lambda row: datetime.fromisoformat(row["settled_at"] or row["due_at"])),
        Column("title", "Nội dung", lambda row: row["title"] or "(thông báo đã được dọn)", 60),
        Column("channel", "Cách gửi", lambda row: CHANNELS[row["channel"]], 16),
        Column("address", "Gửi tới", lambda row: row["address"], 24),
        Column("state", "Tình trạng", lambda row: STATES[row["state"]][0], 18),
        Column("attempts", "Số lần đã thử", lambda row: row["attempts"], 12),
        Column("error", "Lỗi", lambda row: row["error"], 50),
    ),
)


class Shown:
    """Which letters the page shows: whose, and in which state; what is not known is as the page opens."""

    def __init__(self, ai: str = "can-bo", trang_thai: str = "") -> None:
        self.whose = ai if ai in KEEPERS else "can-bo"
        self.state = trang_thai if trang_thai in STATES else ""

    def place(self) -> Place:
        said = [("Của", WHOSE[self.whose])] + ([("Tình trạng", STATES[self.state][0])] if self.state else [])
        return Place(f"/van-hanh/thu?{urlencode({'ai': self.whose, 'trang_thai': self.state})}", said)


Asked = Annotated[Shown, Depends()]


@router.get("/ket-xuat")
async def export(
    request: Request,
    who: Operator,
    session: Session,
    asked: Asked,
    dang: Annotated[str, Query(pattern="^(xlsx|csv)$")] = "xlsx",
) -> Response:
    """Xuất thư và tin nhắn ra tệp."""
    return await tables.as_file(session, who, LETTERS, await _all(request, who, asked, sheets.MOST), dang)


@router.get("/ban-in")
async def show_printable(request: Request, who: Operator, session: Session, asked: Asked) -> Response:
    """Bản in thư và tin nhắn."""
    rows = await _all(request, who, asked, MOST)
    return await tables.on_paper(request, session, who, LETTERS, rows, asked.place(), MOST)


async def _all(request: Request, who: Identity, asked: Shown, most: int) -> list[dict[str, Any]]:
    """The newest first, up to `most`. Raises Unavailable: half a list would be taken for the whole."""
    rows: list[dict[str, Any]] = []
    while len(rows) < most:
        query = {"state": asked.state, "limit": MOST} | ({"before": rows[-1]["id"]} if rows else {})
        found = await read_letters(request, who, asked.whose, urlencode(query))
        if found is None:
            raise Unavailable("service_unavailable", service=KEEPERS[asked.whose])
        rows += found["letters"]
        if len(found["letters"]) < MOST:
            break
    return rows[:most]

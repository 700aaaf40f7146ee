"""Hồ sơ tiếp nhận cho cơ quan khác: what this counter took in and another agency decides, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import defer

from one_stop.dossiers.cases import SENT, SENT_BACK
from one_stop.dossiers.elsewhere import RECEIVED_ELSEWHERE
from one_stop.dossiers.indexes import ENDED_DOSSIER, OPEN_DOSSIER, RESOLVED_DOSSIER
from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import search_words
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.directory.models import Agency
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {
    "": "Tất cả hồ sơ chưa kết thúc",
    "sent-back": "Bị trả lại, cần chuyển lại",
    "sent": "Chờ cơ quan giải quyết nhận",
    "to-return": "Có kết quả, trả tại quầy này",
    "ended": "Đã kết thúc",
}
TRANSIT_WORDS = {SENT: "Chờ cơ quan giải quyết nhận", SENT_BACK: "Bị trả lại quầy tiếp nhận"}


@dataclass(frozen=True)
class SentOn:
    """Một hồ sơ tiếp nhận cho cơ quan khác."""

    id: UUID
    code: str
    procedure: str
    applicant: str
    competent: str
    received: datetime
    promised: datetime | None
    fetched: str
    state: str

    @classmethod
    def of(cls, row: Dossier, competent: str | None) -> "SentOn":
        return cls(
            id=row.id,
            code=row.code or "",
            procedure=row.procedure_name,
            applicant=row.applicant_name,
            competent=competent or row.agency_code,
            received=row.opened_at,
            promised=row.due_at,
            fetched=_fetched(row),
            state=TRANSIT_WORDS.get(row.transit) or TEXTS[f"status.{row.status}"],
        )


def _fetched(row: Dossier) -> str:
    if row.return_channel == "post":
        return "Qua bưu chính"
    return "Tại quầy này" if row.return_agency_code == row.received_agency_code else "Tại cơ quan giải quyết"


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    state = chosen.filters["state"]
    base = select(Dossier).where(Dossier.received_agency_code == who.agency_code, text(RECEIVED_ELSEWHERE))
    base = base.where(text(ENDED_DOSSIER if state == "ended" else OPEN_DOSSIER))
    if state in TRANSIT_WORDS:
        base = base.where(Dossier.transit == state)
    if state == "to-return":
        base = base.where(Dossier.return_agency_code == who.agency_code, text(RESOLVED_DOSSIER))
    words = search_words(chosen.words)
    # These are few, and read anyway: no index of words is asked.
    for condition in finding(words)(Dossier.search_text, False) if words else ():
        base = base.where(condition)
    return [Stretch(base, (Dossier.opened_at, Dossier.id), descending=True)]


_ROW: tuple[Any, ...] = (Dossier, Agency.name)

SENT_ON = Listing(
    name="one-stop.received-for-others",
    title="Hồ sơ tiếp nhận cho cơ quan khác",
    path="/mot-cua/nhan-cho-co-quan-khac",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code, width=26),
        Column("procedure", "Thủ tục", lambda row: row.procedure, width=50),
        Column("applicant", "Người nộp", lambda row: row.applicant, width=28),
        Column("competent", "Cơ quan giải quyết", lambda row: row.competent, width=36),
        Column("received", "Tiếp nhận", lambda row: row.received, css="lt-whole"),
        Column("promised", "Hẹn trả", lambda row: row.promised, css="lt-whole"),
        Column("fetched", "Nơi nhận kết quả", lambda row: row.fetched, width=24, shown=False),
        Column("state", "Tình trạng", lambda row: row.state, width=28),
    ),
    rows=select(*_ROW)
    .outerjoin(Agency, Agency.code == Dossier.agency_code)
    .options(defer(Dossier.answers), defer(Dossier.applicant)),
    id=Dossier.id,
    stretches=_stretches,
    shape=SentOn.of,
    filters=(Filter("state", "trang_thai", "Trạng thái", STATES),),
    orders={"": "Mới tiếp nhận trước", REVERSE: "Tiếp nhận trước đứng trước"},
    noted=note_look_up,
)

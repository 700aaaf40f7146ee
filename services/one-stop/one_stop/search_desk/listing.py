"""Tra cứu hồ sơ: dossiers by what people bring to the counter or say on the phone, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, text
from sqlalchemy.orm import defer

from one_stop.dossiers.elsewhere import RECEIVED_ELSEWHERE
from one_stop.dossiers.indexes import ENDED_DOSSIER, OPEN_DOSSIER
from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import search_words
from one_stop.dossiers.rules import IN_WORK
from one_stop.search_desk.numbers import dossiers_numbered
from one_stop.search_desk.queries import ANYWHERE, BELOW, agencies_asked, note_look
from one_stop.texts import TEXTS
from one_stop.worklist.listing import step_words
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.models import Agency
from shared.directory.queries import name_of
from shared.storage.words import has_words, names_one
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

SCOPES = {"": "Cơ quan tôi", BELOW: "Cơ quan tôi và cơ quan trực thuộc", ANYWHERE: "Mọi cơ quan trong tỉnh"}
_DAY = "Ví dụ: 1/10/2025"


@dataclass(frozen=True)
class Found:
    """Một hồ sơ tra cứu được."""

    id: UUID
    code: str
    procedure: str
    applicant: str
    agency_code: str
    agency: str
    phone: str
    came: datetime
    due: datetime | None
    returned: datetime | None
    holder: str
    state: str
    received_agency_code: str

    @classmethod
    def of(cls, row: Dossier, agency: str | None, phone: str | None) -> "Found":
        return cls(
            id=row.id,
            code=row.code or "",
            procedure=row.matter,
            applicant=row.applicant_name,
            agency_code=row.agency_code,
            agency=agency or row.agency_code,
            phone=phone or "",
            came=row.received_at or row.opened_at,
            due=row.due_at,
            returned=row.returned_at,
            holder=row.holder_name,
            state=_state(row),
            received_agency_code=row.received_agency_code,
        )

    def opens_for(self, agency_code: str) -> bool:
        """Its page is shown there."""
        return agency_code in (self.agency_code, self.received_agency_code)


def _state(row: Dossier) -> str:
    words = TEXTS[f"status.{row.status}"]
    return f"{words}: {step_words(row)}" if row.status in IN_WORK or row.transit else words


def is_asked(chosen: Chosen) -> bool:
    """Beyond the own agency nothing is leafed through: something has to be looked for."""
    wanted = ("received_from", "received_to", "due_from", "due_to", "number")
    return not chosen.filters["scope"] or bool(chosen.words) or any(chosen.filters[name] for name in wanted)


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    """Accepted ones by the day of acceptance, or, where days of due are asked for, by that; behind them what was never accepted."""
    base = _numbered(select(Dossier), chosen) if is_asked(chosen) else select(Dossier).where(false())
    received = _between(Dossier.received_at, chosen, "received")
    if chosen.filters["due_from"] or chosen.filters["due_to"]:
        conditions = (*received, *_between(Dossier.due_at, chosen, "due"), Dossier.due_at.is_not(None))
        return [_of_agencies(who, chosen, base.where(*conditions), (Dossier.due_at, Dossier.id))]
    accepted = base.where(Dossier.received_at.is_not(None), *received)
    never = base.where(Dossier.received_at.is_(None), *_between(Dossier.opened_at, chosen, "received"))
    return [
        _of_agencies(who, chosen, accepted, (Dossier.received_at, Dossier.id)),
        _of_agencies(who, chosen, never, (Dossier.opened_at, Dossier.id)),
    ]


def _numbered(base: Select[Any], chosen: Chosen) -> Select[Any]:
    number = chosen.filters["number"]
    return base.where(Dossier.id.in_(dossiers_numbered(number, chosen.agencies))) if number else base


def _between(moment: Any, chosen: Chosen, name: str) -> list[ColumnElement[bool]]:
    first, last = chosen.day(f"{name}_from"), chosen.day(f"{name}_to")
    found = [moment >= _begin(first)] if first else []
    return [*found, moment < _begin(last + timedelta(days=1))] if last else found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)


def _of_agencies(who: Identity, chosen: Chosen, base: Select[Any], keys: Sequence[Any]) -> Stretch:
    """One agency's by its index, of several each by its own, merged; besides, what the own counter took in for others."""
    agencies, words = chosen.agencies, search_words(chosen.words)
    looked_for, found = Dossier.search_text if words else None, partial(_having, words, agencies)
    ranges = tuple(Dossier.agency_code == code for code in agencies)
    own = Stretch(base, tuple(keys), True, ranges, looked_for, found, len(ranges) > 1, names_one(words))
    if chosen.filters["scope"]:
        return own
    taken_in = Dossier.received_agency_code == who.agency_code, Dossier.agency_code != who.agency_code
    # Few were taken in for others; words and numbers among them are looked for as they are read.
    read = has_words(Dossier.search_text, words, indexed=False)
    for_others = base.where(*taken_in, text(RECEIVED_ELSEWHERE), *read)
    return replace(own, beside=(Stretch(for_others, own.keys, True),))


def _having(words: str, agencies: Sequence[str], column: Any, indexed: bool) -> list[ColumnElement[bool]]:
    """Words of open dossiers and of ended ones are each in an index of their own."""
    if not indexed:
        return has_words(column, words, indexed=False)
    known = has_words(column, words, owner=(Dossier.agency_code, agencies))
    return [or_(*(and_(text(which), *known) for which in (OPEN_DOSSIER, ENDED_DOSSIER)))]


_ROW: tuple[Any, ...] = (Dossier, Agency.name, Agency.phone)

FOUND = Listing(
    name="one-stop.dossiers",
    title="Tra cứu hồ sơ",
    path="/mot-cua/tra-cuu",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code, width=26),
        Column("procedure", "Thủ tục", lambda row: row.procedure, width=50),
        Column("applicant", "Người nộp", lambda row: row.applicant, width=28),
        Column("agency", "Cơ quan giải quyết", lambda row: row.agency, width=36, shown=False),
        Column("phone", "Điện thoại cơ quan", lambda row: row.phone, width=18, shown=False, paper=False),
        Column("came", "Nộp, tiếp nhận", lambda row: row.came, css="lt-whole"),
        Column("due", "Hẹn trả", lambda row: row.due, css="lt-whole"),
        Column("returned", "Đã trả", lambda row: row.returned, css="lt-whole", shown=False),
        Column("holder", "Người thụ lý", lambda row: row.holder, width=24, shown=False, paper=False),
        Column("state", "Tình trạng", lambda row: row.state, width=34),
    ),
    rows=select(*_ROW)
    .outerjoin(Agency, Agency.code == Dossier.agency_code)
    .options(defer(Dossier.answers), defer(Dossier.applicant), defer(Dossier.owner)),
    id=Dossier.id,
    stretches=_stretches,
    shape=Found.of,
    filters=(
        Filter("received_from", "nhan_tu", "Nộp, tiếp nhận từ ngày", typed="day", hint=_DAY),
        Filter("received_to", "nhan_den", "Nộp, tiếp nhận đến ngày", typed="day", hint=_DAY),
        Filter("due_from", "hen_tu", "Hẹn trả từ ngày", typed="day", hint=_DAY),
        Filter("due_to", "hen_den", "Hẹn trả đến ngày", typed="day", hint=_DAY),
        Filter("number", "so", "Số biên lai, kết quả, phiếu", typed="text", hint="Ví dụ: 12/2025, 05/HDHS"),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES),
        Filter("agency", "co_quan", "Cơ quan", named=name_of),
    ),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
    noted=note_look_up,
    reaching=agencies_asked,
    witnessed=note_look,
)

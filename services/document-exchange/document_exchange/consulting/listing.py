"""Danh sách góp ý dự thảo: what waits for an opinion first, by its term; then what was answered or is over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import false, select

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.queries import of_agency, reasons
from document_exchange.consulting.rules import ASKED, OPINIONS, STATES, OpinionState
from shared.access.identity import Identity
from shared.storage.words import finding
from shared.work.listing import Chosen, Column, Filter, Listing, Stretch

_R = OpinionRequest
SCOPES: dict[str, str] = {"": "Tất cả", "mine": "Hỏi tôi, đơn vị tôi", "came": "Cơ quan khác hỏi"}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    wanted = set(filter(None, chosen.filters["status"].split(","))) or set(STATES)
    why: Sequence[Any] = reasons(who, chosen.filters["scope"]) or [false()]
    waiting, over = sorted(wanted & ASKED), sorted(wanted - ASKED)
    found = [_stretch(who, chosen, why, states, back) for states, back in ((waiting, False), (over, True)) if states]
    return found or [_stretch(who, chosen, [false()], [OpinionState.ASKED], False)]


def _stretch(who: Identity, chosen: Chosen, why: Sequence[Any], states: Sequence[str], back: bool) -> Stretch:
    looked_for = _R.folded if chosen.words else None
    found = finding(chosen.words, (_R.agency_code, who.agency_code))
    ranges = tuple(_R.state == state for state in states)
    first, *others = [
        Stretch(of_agency(who).where(one), (_R.due_on, _R.id), back, ranges, looked_for, found) for one in why
    ]
    return replace(first, beside=tuple(others))


OPINION_REQUESTS = Listing(
    name="document-exchange.opinion-requests",
    title="Góp ý dự thảo",
    path="/van-ban/lay-y-kien",
    columns=(
        Column("subject", "Dự thảo", lambda row: f"{row.type_name}: {row.subject}", width=60),
        Column("asker", "Nơi lấy ý kiến", lambda row: row.asker_agency, width=34),
        Column("asked", "Hỏi", lambda row: row.holder_name or row.asked_name, width=30),
        Column("since", "Hỏi lúc", lambda row: row.asked_at, shown=False, css="lt-whole"),
        Column("due", "Hạn", lambda row: row.due_on, css="lt-whole"),
        Column("opinion", "Ý kiến", lambda row: OPINIONS.get(row.opinion, ""), shown=False),
        Column("state", "Tình trạng", lambda row: STATES[row.state]),
    ),
    rows=select(OpinionRequest),
    id=OpinionRequest.id,
    stretches=_stretches,
    filters=(
        Filter("status", "trang_thai", "Tình trạng", {"": "Tất cả", **STATES}),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES),
    ),
)

"""Danh mục dịch vụ công: where the words stand together as typed first, then in the order of the dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, not_, or_, select

from online_services.procedures.models import Procedure
from online_services.procedures.rules import (
    LEVEL_NAMES,
    TIERS,
    like_pattern,
    said_fee,
    search_words,
    usual_fee,
    usual_term,
)
from shared.access.identity import Identity
from shared.directory.models import Agency
from shared.directory.queries import name_of
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch


@dataclass(frozen=True)
class Offer:
    """Một dòng của danh mục."""

    procedure: Procedure
    agency_name: str
    """Of the only agency that is competent; empty where several are."""

    def agencies(self) -> str:
        """Cơ quan giải quyết: its name, or of which tier and how many."""
        known = self.procedure
        if len(known.agency_codes) == 1:
            return self.agency_name or known.agency_codes[0]
        return f"{TIERS.get(known.tier, '')}: {len(known.agency_codes)} nơi"


def columns_of(procedure: Any) -> tuple[Any, Any]:
    """What an `Offer` is made of."""
    only = (Agency.code == procedure.agency_codes[1], func.cardinality(procedure.agency_codes) == 1)
    return procedure, func.coalesce(select(Agency.name).where(*only).scalar_subquery(), "")


GOES_ON = or_(Procedure.ended_at.is_(None), Procedure.ended_at > func.now())


def offered(statement: Any, filters: Mapping[str, str]) -> Any:
    """What passes the filters and has not ended."""
    return _filtered(statement.where(GOES_ON), filters)


def _filtered(statement: Any, filters: Mapping[str, str]) -> Any:
    if filters["agency"]:
        statement = statement.where(Procedure.agency_codes.contains([filters["agency"]]))
    if filters["field"]:
        statement = statement.where(Procedure.field == filters["field"])
    if filters["level"]:
        statement = statement.where(Procedure.level == int(filters["level"]))
    return statement


def _stretches(_: Identity, chosen: Chosen) -> list[Stretch]:
    """The whole catalogue is some thousand rows at most, so the words are conditions like any other.

    Who looks for words finds what has ended too, after the others.
    """
    words, keys = search_words(chosen.words), (Procedure.sort_key, Procedure.code)
    every = _filtered(select(Procedure), chosen.filters)
    for word in words:
        every = every.where(Procedure.folded.like(like_pattern(word)))
    base, ended = every.where(GOES_ON), Stretch(every.where(not_(GOES_ON)), keys)
    if len(words) < 2:
        return [Stretch(base, keys), ended] if words else [Stretch(base, keys)]
    together = Procedure.folded.like(like_pattern(" ".join(words)))
    return [Stretch(base.where(together), keys), Stretch(base.where(not_(together)), keys), ended]


LEVELS = {
    "": "Tất cả mức độ",
    "1": "Mức độ 1 (thông tin)",
    "2": "Mức độ 2 (thông tin, biểu mẫu)",
    "3": "Mức độ 3 (một phần)",
    "4": "Mức độ 4 (toàn trình)",
}


def _level(level: int) -> str:
    return LEVEL_NAMES.get(level, f"Mức độ {level}")


PROCEDURES = Listing(
    name="online-services.procedures",
    title="Thủ tục hành chính",
    path="/dich-vu-cong",
    columns=(
        Column("code", "Mã thủ tục", lambda row: row.procedure.code, shown=False),
        Column("name", "Thủ tục", lambda row: row.procedure.name, width=70),
        Column("field", "Lĩnh vực", lambda row: row.procedure.field, width=30, shown=False),
        Column("agencies", "Cơ quan", Offer.agencies, width=30),
        Column("tier", "Cấp giải quyết", lambda row: TIERS.get(row.procedure.tier, ""), shown=False, paper=False),
        Column("level", "Mức độ", lambda row: _level(row.procedure.level), width=30),
        Column("term", "Thời hạn", lambda row: usual_term(row.procedure.offered())),
        Column(
            "fee",
            "Phí, lệ phí",
            lambda row: usual_fee(row.procedure.offered(), row.procedure.updating),
            said=said_fee,
            unit="đồng",
        ),
        Column("result", "Kết quả", lambda row: row.procedure.result_name, width=40, shown=False, paper=False),
    ),
    rows=select(*columns_of(Procedure)),
    id=Procedure.code,
    stretches=_stretches,
    filters=(
        Filter("agency", "co_quan", "Cơ quan giải quyết", named=name_of),
        Filter("field", "linh_vuc", "Lĩnh vực"),
        Filter("level", "muc_do", "Mức độ", LEVELS, pattern="[1-4]?"),
    ),
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
    shape=Offer,
)

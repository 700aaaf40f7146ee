"""Danh mục dịch vụ công: where the words stand together as typed first, then in the order of the dictionary."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, not_, or_, select

from online_services.procedures.models import Procedure
from online_services.procedures.rules import LEVEL_NAMES, TIERS, like_pattern, search_words, term_text
from shared.access.identity import Identity
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch


def offered(statement: Any, filters: Mapping[str, str]) -> Any:
    """What is open to the public and passes the filters."""
    statement = statement.where(or_(Procedure.ended_at.is_(None), Procedure.ended_at > func.now()))
    if filters["agency"]:
        statement = statement.where(Procedure.agency_codes.contains([filters["agency"]]))
    if filters["field"]:
        statement = statement.where(Procedure.field == filters["field"])
    if filters["level"]:
        statement = statement.where(Procedure.level == int(filters["level"]))
    return statement


def _stretches(_: Identity, chosen: Chosen) -> list[Stretch]:
    """The whole catalogue is some thousand rows at most, so the words are conditions like any other."""
    words, keys = search_words(chosen.words), (Procedure.sort_key, Procedure.code)
    base = offered(select(Procedure), chosen.filters)
    for word in words:
        base = base.where(Procedure.folded.like(like_pattern(word)))
    if len(words) < 2:
        return [Stretch(base, keys)]
    together = Procedure.folded.like(like_pattern(" ".join(words)))
    return [Stretch(base.where(together), keys), Stretch(base.where(not_(together)), keys)]


PROCEDURES = Listing(
    name="online-services.procedures",
    title="Thủ tục hành chính",
    path="/dich-vu-cong",
    columns=(
        Column("code", "Mã thủ tục", lambda row: row.code),
        Column("name", "Thủ tục", lambda row: row.name, width=70),
        Column("field", "Lĩnh vực", lambda row: row.field, width=30),
        Column("tier", "Cấp giải quyết", lambda row: TIERS.get(row.tier, "")),
        Column("level", "Mức độ", lambda row: LEVEL_NAMES.get(row.level, f"Mức độ {row.level}"), width=30),
        Column("term", "Thời hạn", lambda row: term_text(row.term_amount, row.term_unit)),
        Column("fee", "Phí, lệ phí (đồng)", lambda row: row.fee),
        Column("result", "Kết quả", lambda row: row.result_name, width=40, paper=False),
    ),
    rows=select(Procedure),
    id=Procedure.code,
    stretches=_stretches,
    filters=(
        Filter("agency", "co_quan", "Cơ quan giải quyết"),
        Filter("field", "linh_vuc", "Lĩnh vực"),
        Filter("level", "muc_do", "Mức độ", pattern="[1-4]?"),
    ),
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
)

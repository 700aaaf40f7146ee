"""Filters that lists of documents have alike: by kind, urgency and days (NĐ 30/2020 Phụ lục VI.III.6đ)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, TextClause, func, text

from document_exchange.incoming.models import IncomingDocument
from document_exchange.texts import PRIORITY_LABELS
from shared.core import clock
from shared.standards.document_types import BY_KEY
from shared.work.listing import Chosen, Filter

_ONE = "[^,\x00]*"
"""Several at once would stand in no index in the order of the list."""
TYPE = Filter(
    "type", "loai", "Loại văn bản", {"": "Tất cả", **{key: kind.name for key, kind in BY_KEY.items()}}, pattern=_ONE
)
URGENCY = Filter(
    "urgency",
    "do_khan",
    "Độ khẩn",
    {"": "Tất cả", **{str(level): words for level, words in PRIORITY_LABELS.items()}},
    pattern=_ONE,
)
SIGNER = Filter("signer", "nguoi_ky", "Người ký")
"""By the whole name, which stays when its bearer leaves."""


def days(title: str) -> tuple[Filter, Filter]:
    """Từ ngày, đến ngày, both with it."""
    return (
        Filter("since", "tu_ngay", f"{title}: từ", typed="day", hint="Ví dụ: 1/10/2025"),
        Filter("until", "den_ngay", f"{title}: đến hết", typed="day"),
    )


def between(column: Any, first: Any, last: Any) -> list[ColumnElement[bool]]:
    """Both ends with it; None where there is no such end."""
    ends = ((column.__ge__, first), (column.__le__, last))
    return [compare(end) for compare, end in ends if end is not None]


def in_days(moment: Any, since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """Moments of whole days of Vietnam."""
    first = since and datetime.combine(since, time(), clock.VIETNAM)
    behind = until and datetime.combine(until + timedelta(days=1), time(), clock.VIETNAM)
    return [*([moment >= first] if first else []), *([moment < behind] if behind else [])]


def of_urgency(model: Any, chosen: Chosen) -> list[ColumnElement[bool] | TextClause]:
    """Few are urgent: the words without a value name their index to every plan."""
    level = chosen.filters["urgency"]
    if not level:
        return []
    urgent = [text(f"{model.__tablename__}.priority > 0")] if level != "0" else []
    return [model.priority == int(level), *urgent]


def of_named_type(chosen: Chosen) -> list[ColumnElement[bool]]:
    """Of arrivals, whose senders write the name of the kind in their own way."""
    key = chosen.filters["type"]
    return [func.lower(IncomingDocument.type_name) == BY_KEY[key].name.lower()] if key else []

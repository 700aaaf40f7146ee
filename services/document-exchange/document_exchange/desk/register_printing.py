"""The registers of documents on paper, by their forms, and those prints that were stored."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from document_exchange.desk.lending_list import LENT_COPIES, LentRow
from document_exchange.desk.post_list import POST_REGISTER, PostRow
from document_exchange.desk.registers_list import (
    INCOMING_REGISTER,
    OUTGOING_REGISTER,
    IncomingRow,
    OutgoingRow,
    day_of,
    year_of,
)
from document_exchange.desk.tracking_list import TRACKING_REGISTER
from document_exchange.forms.envelopes import ENVELOPES
from document_exchange.forms.models import AcceptedTemplate, StoredPrint
from document_exchange.forms.opinions import OPINIONS
from document_exchange.forms.registers import INCOMING, LENT, OUTGOING, POST, REGISTER_TEMPLATES, TRACKING
from document_exchange.forms.slips import SLIP
from document_exchange.rights import RIGHTS, Right
from shared.core.formats import vn_date
from shared.printing.forms import Template
from shared.web.callers import require
from shared.web.printed_registers import RegisterPrinter
from shared.web.stored_print_pages import PrintDoor
from shared.work.form_templates import Forms
from shared.work.listing import Listing

FORMS = Forms(
    REGISTER_TEMPLATES | {(one.rule_set, one.name): one for one in (SLIP, OPINIONS, ENVELOPES)}, AcceptedTemplate
)
Ends = tuple[date | None, str]
"""Day and number of a row."""


def _cover_of(ends_of: Callable[[Any], Ends]) -> Callable[[list[Any]], dict[str, str]]:
    """Bìa sổ: from the first to the last row, whichever stands first in the list."""

    def cover(rows: list[Any]) -> dict[str, str]:
        ends = [ends_of(row) for row in rows]
        days = sorted(day for day, _ in ends if day)
        first, last = sorted((ends[0], ends[-1]), key=lambda end: _in_order(end[1]))
        return {
            "first_day": vn_date(days[0]) if days else "…",
            "last_day": vn_date(days[-1]) if days else "…",
            "first_number": first[1],
            "last_number": last[1],
        }

    return cover


def _in_order(number: str) -> int:
    digits = re.match("[0-9]*", number)
    return int(digits[0]) if digits and digits[0] else 0


def _of_outgoing(row: OutgoingRow) -> Ends:
    return row.document.issued_on, row.document.reference


def _of_incoming(row: IncomingRow) -> Ends:
    return day_of(row.document.arrived_at), str(row.document.arrival_number)


def _of_post(row: PostRow) -> Ends:
    return row.receiver.sent_on, ""


def _of_lent(row: LentRow) -> Ends:
    return row.use.used_on, ""


def _door(listing: Listing, template: Template, ends_of: Callable[[Any], Ends]) -> PrintDoor:
    printer = RegisterPrinter(listing, FORMS, lambda rows: template, year_of, _cover_of(ends_of))
    return PrintDoor(listing, StoredPrint, printer, require(RIGHTS, Right.READ_REGISTERS))


DOORS = (
    _door(OUTGOING_REGISTER, OUTGOING, _of_outgoing),
    _door(INCOMING_REGISTER, INCOMING, _of_incoming),
    _door(TRACKING_REGISTER, TRACKING, _of_incoming),
    _door(POST_REGISTER, POST, _of_post),
    _door(LENT_COPIES, LENT, _of_lent),
)

"""Bảng tổng hợp ý kiến taken away: printed by its form, as a spreadsheet, on a page for paper."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.rules import OPINIONS, REPLIES, STATES, OpinionState
from document_exchange.desk.opinion_facts import counts_of
from document_exchange.desk.register_printing import FORMS
from document_exchange.documents.models import OutgoingDocument
from document_exchange.forms.opinions import OPINIONS as FORM
from shared.core import clock
from shared.core.formats import vn_date, vn_datetime
from shared.directory.models import Unit
from shared.directory.queries import find_agency
from shared.printing.forms import print_apart
from shared.web.tables import Table
from shared.work.listing import Column


def _reply(row: OpinionRequest) -> str:
    return ". ".join(filter(None, (REPLIES.get(row.reply, ""), row.reply_words)))


def _who(row: OpinionRequest) -> str:
    named = row.holder_name if row.holder_name and row.holder_name != row.asked_name else ""
    return f"{row.asked_name} ({named})" if named and row.asked.startswith("agency:") else row.asked_name


TABLE = Table(
    name="document-exchange.opinion-table",
    title="Bảng tổng hợp ý kiến",
    columns=(
        Column("who", "Nơi được lấy ý kiến", _who, width=40),
        Column("asked", "Hỏi lúc", lambda row: row.asked_at, width=18),
        Column("draft", "Bản dự thảo", lambda row: row.draft_number, width=12),
        Column("due", "Hạn", lambda row: row.due_on, width=12),
        Column("state", "Tình trạng", lambda row: STATES[row.state], width=24),
        Column("answered", "Trả lời lúc", lambda row: row.answered_at, width=18),
        Column("late", "Trả lời muộn", lambda row: "Muộn" if row.late else "", width=12),
        Column("by", "Người trả lời", lambda row: row.answered_by, width=28),
        Column("title", "Chức vụ", lambda row: row.answered_title, width=24, paper=False),
        Column("opinion", "Ý kiến", lambda row: OPINIONS.get(row.opinion, ""), width=24),
        Column("words", "Nội dung góp ý", lambda row: row.answer, width=60),
        Column("reply", "Tiếp thu, giải trình", _reply, width=60),
        Column("replied", "Người trả lời ý kiến", lambda row: row.replied_by, width=28, paper=False),
    ),
)


async def printed(session: AsyncSession, document: OutgoingDocument, rows: Sequence[OpinionRequest]) -> bytes:
    """As its form has it, the province's own where it has one."""
    accepted = await FORMS.find_accepted(session, FORM)
    return await print_apart(FORM, accepted.source if accepted else None, await _fields(session, document, rows))


async def _fields(session: AsyncSession, document: OutgoingDocument, rows: Sequence[OpinionRequest]) -> dict[str, Any]:
    agency = await find_agency(session, document.agency_code)
    parent = await find_agency(session, agency.parent_code) if agency and agency.parent_code else None
    unit = await session.get(Unit, document.unit_id) if document.unit_id else None
    return {
        "agency": agency.name if agency else document.agency_code,
        "agency_parent": parent.name if parent else "",
        "unit": unit.name if unit else "",
        "issued_on": clock.local_now().date(),
        "document": f"Dự thảo {document.type_name[:1].lower()}{document.type_name[1:]}",
        "subject": document.subject,
        "drafter": document.drafter_name,
        "counts": counts_of(rows),
        "rows": [_line(row) for row in rows if row.state != OpinionState.WITHDRAWN],
    }


def _line(row: OpinionRequest) -> dict[str, str]:
    answered = ""
    if row.answered_at is not None:
        said = filter(None, (row.answered_by, row.answered_title, vn_datetime(row.answered_at)))
        answered = ", ".join(said) + (" (muộn)" if row.late else "")
    files = "; ".join(file["name"] for file in row.answer_files)
    return {
        "who": _who(row),
        "asked": vn_date(row.asked_at),
        "draft": f"Bản {row.draft_number}",
        "due": vn_date(row.due_on),
        "answered": answered or STATES[row.state],
        "opinion": OPINIONS.get(row.opinion, ""),
        "words": f"{row.answer}\nTệp kèm: {files}".strip() if files else row.answer,
        "reply": _reply(row),
    }

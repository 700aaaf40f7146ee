"""Documents for the search box, each in the order of its list: all that the caller may read, whoever works on it."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.outgoing_list import OUTGOING
from document_exchange.documents.models import OutgoingDocument
from document_exchange.incoming.models import IncomingDocument
from document_exchange.tasks.listing import TASKS
from document_exchange.tasks.models import Task
from document_exchange.tasks.words import STATES
from document_exchange.texts import DOCUMENT_STATUS_LABELS, STATUS_LABELS, STRUCK
from shared.access.identity import Identity
from shared.core.formats import vn_date
from shared.web.search import Group, Hit, find_in_list


async def find_incoming(session: AsyncSession, who: Identity, words: str) -> list[Group]:
    return [
        await find_in_list(session, who, INCOMING, {"q": words, "pham_vi": "readable"}, ("Văn bản đến", 30), _incoming)
    ]


async def find_outgoing(session: AsyncSession, who: Identity, words: str) -> list[Group]:
    return [
        await find_in_list(session, who, OUTGOING, {"q": words, "pham_vi": "readable"}, ("Văn bản đi", 31), _outgoing)
    ]


async def find_tasks(session: AsyncSession, who: Identity, words: str) -> list[Group]:
    return [await find_in_list(session, who, TASKS, {"q": words}, ("Nhiệm vụ", 32), _task)]


def _incoming(row: IncomingDocument) -> Hit:
    sender = row.sender_name or row.sender_code
    number = row.reference or row.document_code or "Không số"
    about = f"{number} · {sender} · {STRUCK if row.struck_reason else STATUS_LABELS[row.status]}"
    return Hit(text=row.subject or "Chưa đọc được trích yếu", about=about, href=f"/van-ban/den/{row.id}")


def _outgoing(row: OutgoingDocument) -> Hit:
    number = f"{row.reference} ngày {vn_date(row.issued_on)}" if row.reference else "Chưa có số"
    return Hit(text=row.subject, about=f"{number} · {DOCUMENT_STATUS_LABELS[row.status]}", href=f"/van-ban/di/{row.id}")


def _task(row: Task) -> Hit:
    due = f" · hạn {vn_date(row.due_on)}" if row.due_on else ""
    return Hit(text=row.subject, about=f"{row.code} · {STATES[row.state]}{due}", href=f"/nhiem-vu/{row.id}")

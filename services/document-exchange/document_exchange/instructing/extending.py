"""Gia hạn: asked with another day and a reason, decided by whoever gave the work or stands where he stood."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.deadlines import watch
from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.incoming.queries import led_by
from document_exchange.incoming.steps import actor_of
from document_exchange.instructing.deadlines import watch_parts
from document_exchange.instructing.models import ExtensionRequest, Instruction
from document_exchange.instructing.notifications import person_of, tell, tell_giver
from document_exchange.instructing.queries import list_asked, list_extensions, list_instructions
from document_exchange.instructing.rules import Extension, Part, Whose, Work, read_whose
from document_exchange.instructing.schemas import WorkIn
from document_exchange.instructing.steps import note, own_row, require_words, take, wrong
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, Forbidden
from shared.core.formats import vn_date


async def ask_extension(session: AsyncSession, who: Identity, incoming_id: UUID, new: WorkIn) -> IncomingDocument:
    """Xin gia hạn: of the whole by who leads, of a part by whose it is; asked again it takes the place of what waits."""
    incoming = await take(session, who, incoming_id, new.version, Work.ASK_EXTENSION)
    require_words(new.words, "Hãy ghi lý do xin gia hạn.")
    row = await own_row(session, who, incoming)
    whole = row is None or row.part == Part.LEAD
    before = incoming.due_on if whole else (row.due_on if row else None) or incoming.due_on
    due_on = new.due_on
    if due_on is None or due_on < clock.local_now().date():
        raise wrong("day_over", "/due_on", "Hãy chọn ngày xin hoàn thành, hôm nay hoặc một ngày sau.")
    if before is None or due_on <= before:
        said = f"sau hạn đang có ({vn_date(before)})" if before else "khi công việc đã có hạn"
        raise wrong("not_longer", "/due_on", f"Chỉ xin gia hạn đến một ngày {said}.")
    whose, name = _whose(row) if row is not None and not whole else ("", "cả văn bản")
    await drop_asked(session, incoming, read_whose(whose))
    given_in = await _given_in(session, incoming, row, due_on, whole=whole)
    session.add(
        ExtensionRequest(
            incoming_id=incoming.id,
            whose=whose,
            whose_name=name,
            given_in=given_in,
            due_before=before,
            due_on=due_on,
            reason=new.words,
            standing=Extension.ASKED,
            at=clock.now(),
            **actor_of(who),
        )
    )
    said = f"Xin gia hạn {name} từ {vn_date(before)} đến {vn_date(due_on)}. {new.words}"
    await note(session, who, incoming, Work.ASK_EXTENSION, said)
    await tell_giver(session, who, "extension-asked", incoming, given_in)
    return incoming


def _whose(row: Assignment | CooperatingUnit) -> tuple[str, str]:
    if isinstance(row, CooperatingUnit):
        return str(Whose("unit", row.unit_id)), f"phần của {row.unit_name}"
    return str(Whose("person", row.person_id)), f"phần của {row.person_name}"


async def _given_in(
    session: AsyncSession,
    incoming: IncomingDocument,
    row: Assignment | CooperatingUnit | None,
    due_on: date,
    *,
    whole: bool,
) -> str:
    """The unit whose head decides. Beyond the term that a leader set, or the sender, only the leaders go."""
    if not whole:
        return row.given_in if row else ""
    if row is None or not row.given_in:
        return ""
    outer, terms = await outer_term(session, incoming), await _list_terms(session, incoming)
    return "" if not terms or (outer is not None and due_on > outer) else row.given_in


async def outer_term(session: AsyncSession, incoming: IncomingDocument) -> date | None:
    """Hạn mà trưởng đơn vị không vượt: the leaders' last one, else the sender's, which stood before a head first set his own."""
    terms = await _list_terms(session, incoming)
    said = [(one.at, one.due_on) for one in terms if not one.unit_id]
    granted = [one for one in await list_extensions(session, incoming.id) if one.standing == Extension.GRANTED]
    said += [(one.decided_at or one.at, one.due_on) for one in granted if not (one.whose or one.given_in)]
    if said:
        return max(said, key=lambda one: one[0])[1]
    if not terms:
        return incoming.due_on
    stood = next((part["due_before"] for part in terms[0].parts if part.get("due_before")), "")
    return date.fromisoformat(stood) if stood else None


async def _list_terms(session: AsyncSession, incoming: IncomingDocument) -> list[Instruction]:
    """Opinions in which a term of the whole was said, the earliest first."""
    return [one for one in await list_instructions(session, incoming.id) if one.due_on is not None]


async def decide(session: AsyncSession, who: Identity, incoming_id: UUID, new: WorkIn, act: Work) -> IncomingDocument:
    """Đồng ý hoặc không đồng ý gia hạn; the deadline follows."""
    incoming = await take(session, who, incoming_id, new.version, act)
    asked = next((one for one in await list_asked(session, incoming.id) if one.id == new.request_id), None)
    if asked is None:
        raise Conflict("extension_not_asked")
    if not await decides(session, who, incoming, asked):
        raise Forbidden("not_giver")
    if act is Work.EXTEND:
        await _extend(session, incoming, asked)
    else:
        require_words(new.words, "Hãy ghi lý do không đồng ý.")
    asked.standing = Extension.GRANTED if act is Work.EXTEND else Extension.REFUSED
    asked.decided_by, asked.decided_at, asked.decision = who.acting_name, clock.now(), new.words
    said = f"{asked.whose_name[:1].upper()}{asked.whose_name[1:]}: hạn mới {vn_date(asked.due_on)}"
    if act is Work.REFUSE_EXTENSION:
        said = f"{asked.whose_name[:1].upper()}{asked.whose_name[1:]}: giữ hạn {vn_date(asked.due_before)}"
    await note(session, who, incoming, act, ". ".join(filter(None, (said, new.words))))
    await watch(session, incoming)
    await watch_parts(session, incoming)
    whose = read_whose(asked.whose)
    people = {_asker(asked), await person_of(session, whose) if whose else ""}
    await tell(session, who, "extension-decided", incoming, people)
    return incoming


async def decides(session: AsyncSession, who: Identity, incoming: IncomingDocument, asked: ExtensionRequest) -> bool:
    """A head on what was given in his unit, a leader on all; on what he asks for himself only where he gave himself the work."""
    if led := led_by(who):
        return asked.given_in == led
    if _asker(asked) != who.desk:
        return True
    row = await own_row(session, who, incoming)
    return row is not None and row.given_by == who.desk


def _asker(asked: ExtensionRequest) -> str:
    return asked.on_behalf_of.partition(":")[2] or asked.actor_id


async def _extend(session: AsyncSession, incoming: IncomingDocument, asked: ExtensionRequest) -> None:
    if asked.due_on < clock.local_now().date():
        raise wrong("day_over", "/request_id", f"Ngày xin gia hạn {vn_date(asked.due_on)} đã qua.")
    whose = read_whose(asked.whose)
    if whose is None:
        incoming.due_on = asked.due_on
        return
    if incoming.due_on and asked.due_on > incoming.due_on:
        sentence = f"Ngày xin sau hạn chung {vn_date(incoming.due_on)}; hãy gia hạn cả văn bản trước."
        raise wrong("after_whole", "/request_id", sentence)
    row: Assignment | CooperatingUnit | None
    if whose.kind == "unit":
        row = await session.get(CooperatingUnit, (incoming.id, whose.id))
    else:
        row = await session.get(Assignment, (incoming.id, whose.id))
    if row is None:
        raise Conflict("part_gone")
    row.due_on, row.late_at = asked.due_on, None


async def drop_asked(session: AsyncSession, incoming: IncomingDocument, whose: Whose | None) -> None:
    """What was asked for a part that is done, or nobody's any more; None: for the whole."""
    name = str(whose) if whose else ""
    for one in await list_asked(session, incoming.id):
        if one.whose == name:
            one.standing, one.decided_at = Extension.LAPSED, clock.now()
    await session.flush()

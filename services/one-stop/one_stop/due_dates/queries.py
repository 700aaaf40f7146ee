"""Reading what moved a due date, and saying why it is what it is."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.due_dates.explaining import Begun, Explanation, explain
from one_stop.due_dates.models import DueMove
from one_stop.due_dates.rules import Move
from one_stop.procedures.models import ProcedureVersion
from shared.standards.working_time import Term, TermUnit, WorkingTime


async def list_moves(session: AsyncSession, dossier_id: UUID) -> list[DueMove]:
    """The oldest first: their order is that in which they count."""
    statement = select(DueMove).where(DueMove.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(DueMove.at, DueMove.id)))


async def explain_due(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, working_time: WorkingTime
) -> Explanation | None:
    """Vì sao hẹn ngày này; None before the dossier was accepted."""
    if dossier.received_at is None or dossier.counted_from is None:
        return None
    moves = [move.value() for move in await list_moves(session, dossier.id)]
    return _explained(dossier, procedure, moves, working_time)


def _explained(
    dossier: Dossier, procedure: ProcedureVersion, moves: list[Move], working_time: WorkingTime
) -> Explanation:
    assert dossier.counted_from is not None
    terms = dossier.terms(procedure)
    term = Term(terms.term_amount, TermUnit(terms.term_unit))
    return explain(dossier.counted_from, term, moves, working_time, dossier.case_name, _begun(dossier))


def _begun(dossier: Dossier) -> Begun:
    """How the term began."""
    if dossier.term_from is None:
        return Begun.ACCEPTED
    return Begun.EXPECTED if dossier.transit else Begun.TAKEN_OVER


async def due_words(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, working_time: WorkingTime
) -> tuple[str, ...]:
    """The same for the citizen; nothing where the calendar has changed since and would lead to another date."""
    found = await explain_due(session, dossier, procedure, working_time)
    return found.sentences if found is not None and found.due == dossier.due_at else ()


def promised_words(dossier: Dossier, procedure: ProcedureVersion, working_time: WorkingTime) -> tuple[str, ...]:
    """The same of one that is being accepted: a date that was never moved."""
    found = _explained(dossier, procedure, [], working_time)
    return found.sentences if found.due == dossier.due_at else ()

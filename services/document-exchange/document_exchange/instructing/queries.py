"""What waits for a leader, what was said of an arrival, and whose parts it has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.incoming.queries import WAITS, Way, list_assignments, list_cooperating_units, ways_by
from document_exchange.instructing.models import ExtensionRequest, Instruction, Presentation
from document_exchange.instructing.rules import Extension, Outcome, Part, Presented, Whose, read_whose
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.models import Person, Unit
from shared.work.keyset import counted_once


@dataclass(frozen=True)
class HeldPart:
    """Phần việc as it stands, of a person or a unit."""

    whose: Whose
    name: str
    part: str
    due_on: date | None
    words: str
    row: Assignment | CooperatingUnit | None
    """None for a unit that leads and has named nobody."""

    @property
    def whose_id(self) -> str:
        return str(self.whose)

    @property
    def outcome(self) -> str:
        return self.row.outcome if self.row else Outcome.OPEN

    @property
    def outcome_words(self) -> str:
        return self.row.outcome_words if self.row else ""

    @property
    def outcome_at(self) -> datetime | None:
        return self.row.outcome_at if self.row else None

    @property
    def outcome_by(self) -> str:
        return self.row.outcome_by if self.row else ""

    @property
    def is_open(self) -> bool:
        """A part of its own that was not reported yet."""
        return self.part == Part.COOPERATE and not self.outcome

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < clock.local_now().date()


async def list_parts(session: AsyncSession, incoming: IncomingDocument) -> list[HeldPart]:
    """Who leads first, then who co-operates, then whoever is to know."""
    people = await list_assignments(session, incoming.id)
    units = await list_cooperating_units(session, incoming.id)
    found = [_of_person(one, incoming) for one in people] + [_of_unit(one) for one in units]
    if incoming.unit_id and not any(one.part == Part.LEAD for one in people):
        whose = Whose("unit", incoming.unit_id)
        found.append(HeldPart(whose, incoming.unit_name, Part.LEAD, incoming.due_on, "", None))
    order = list(Part)
    return sorted(found, key=lambda one: order.index(Part(one.part)))


def _of_person(row: Assignment, incoming: IncomingDocument) -> HeldPart:
    due_on = incoming.due_on if row.part == Part.LEAD else row.due_on
    return HeldPart(Whose("person", row.person_id), row.person_name, row.part, due_on, row.opinion, row)


def _of_unit(row: CooperatingUnit) -> HeldPart:
    return HeldPart(Whose("unit", row.unit_id), row.unit_name, row.part, row.due_on, row.opinion, row)


async def find_waiting(session: AsyncSession, incoming_id: UUID) -> Presentation | None:
    """The presentation that waits for its leader."""
    query = select(Presentation).where(
        Presentation.incoming_id == incoming_id, Presentation.standing == Presented.WAITING
    )
    return (await session.scalars(query)).one_or_none()


async def list_presentations(session: AsyncSession, incoming_id: UUID) -> list[Presentation]:
    query = select(Presentation).where(Presentation.incoming_id == incoming_id).order_by(Presentation.id)
    return list((await session.scalars(query)).all())


async def list_instructions(session: AsyncSession, incoming_id: UUID) -> list[Instruction]:
    query = select(Instruction).where(Instruction.incoming_id == incoming_id).order_by(Instruction.id)
    return list((await session.scalars(query)).all())


async def list_extensions(session: AsyncSession, incoming_id: UUID) -> list[ExtensionRequest]:
    query = select(ExtensionRequest).where(ExtensionRequest.incoming_id == incoming_id).order_by(ExtensionRequest.id)
    return list((await session.scalars(query)).all())


async def list_asked(session: AsyncSession, incoming_id: UUID) -> list[ExtensionRequest]:
    """Those that wait for a decision."""
    return [one for one in await list_extensions(session, incoming_id) if one.standing == Extension.ASKED]


def ways_for_opinion(who: Identity) -> list[Way]:
    """Văn bản chờ người này cho ý kiến, at the agency and of those whose work it goes on with."""
    # Said as a text, so that every plan knows that the index of what waits is meant.
    waiting: ColumnElement[str] = literal_column(f"'{Presented.WAITING}'")
    return [
        replace(way, rows=way.rows.where(WAITS))
        for way in ways_by(who, Presentation, lambda one: and_(one.leader_id == who.desk, one.standing == waiting))
    ]


async def count_for_opinion(session: AsyncSession, who: Identity) -> int:
    rows = [way.rows for way in ways_for_opinion(who)]
    return await session.scalar(select(counted_once(rows, IncomingDocument.id))) or 0


async def list_late(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Names of those whose part is late, by arrival: for the rows of one page."""
    today, found = clock.local_now().date(), dict[UUID, list[str]]()
    wanted = list(ids)
    for model, name in ((Assignment, Assignment.person_name), (CooperatingUnit, CooperatingUnit.unit_name)):
        query = select(model.incoming_id, name).where(
            model.incoming_id.in_(wanted),
            model.part == Part.COOPERATE,
            model.outcome == Outcome.OPEN,
            model.due_on < today,
        )
        for incoming_id, said in await session.execute(query.order_by(name)):
            found.setdefault(incoming_id, []).append(said)
    return found


async def names_of_parts(session: AsyncSession, whose_ids: Iterable[str]) -> dict[str, str]:
    """How people and units are called today, also those that are gone; ids that nobody knows are left out."""
    wanted = [whose for one in whose_ids if (whose := read_whose(one)) is not None]
    found: dict[str, str] = {}
    for kind, model, name in (("unit", Unit, Unit.name), ("person", Person, Person.full_name)):
        ids = [whose.id for whose in wanted if whose.kind == kind]
        for one_id, said in await session.execute(select(model.id, name).where(model.id.in_(ids))):
            found[f"{kind}:{one_id}"] = said
    return found

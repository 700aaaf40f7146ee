"""What every act on a request begins and ends with: who may is checked, its history kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest, OpinionStep
from document_exchange.consulting.queries import is_office, led_by
from document_exchange.consulting.rules import Case, OpinionAct
from shared.access.identity import Identity
from shared.access.rights import Role, callers_of
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.directory.keeping import DIRECTORY
from shared.storage import evidence
from shared.storage.words import searchable
from shared.work.timeline import kept, signed_by


def case_of(who: Identity, row: OpinionRequest, *, asks: bool = False) -> Case:
    """The request and this person, as the table of steps sees them."""
    here = row.agency_code == who.agency_code and not row.is_elsewhere
    heads = bool(row.unit_id) and row.unit_id == led_by(who)
    office = is_office(who) and (row.origin_id is not None or (row.lost and Role.LEADER in who.roles))
    mine = bool(row.person_id) and row.person_id == who.desk
    return Case(
        row.standing,
        callers_of(who),
        asks=asks,
        answers=here and (heads or office or mine),
        hands_on=here and (heads or office),
        is_open=row.closed_at is None,
    )


def require_version(row: OpinionRequest, version: int | None) -> None:
    if version is not None and version != row.version:
        raise PreconditionFailed("changed_meanwhile")


@dataclass(frozen=True)
class By:
    """Ai làm: a person here, or whoever an event names."""

    name: str
    title: str = ""
    agency: str = ""
    """Of who acted elsewhere."""
    columns: dict[str, Any] | None = None
    actor: Any = ""


def by_person(who: Identity) -> By:
    return By(who.acting_name, who.title, columns={"actor_id": who.subject, **signed_by(who)}, actor=who)


BY_DIRECTORY = By(DIRECTORY, actor="event:person-recorded")


async def note(
    session: AsyncSession,
    by: By,
    row: OpinionRequest,
    act: OpinionAct,
    words: str = "",
    files: Sequence[FileReference] = (),
) -> None:
    """Timeline and evidence in the transaction that made the change."""
    if act is not OpinionAct.ASK:
        row.version = (row.version or 0) + 1
    row.folded = searchable(f"{row.type_name} {row.subject} {row.asker_agency} {row.asker_name} {row.asked_name}")
    await session.flush()
    said = by.columns if by.columns is not None else {"actor_title": by.title}
    session.add(
        OpinionStep(
            request_id=row.id,
            at=clock.now(),
            act=act,
            actor_name=by.name,
            actor_agency=by.agency,
            words=words,
            files=kept(*files),
            **said,
        )
    )
    await evidence.record(session, f"opinion-{act}", f"opinion-request/{row.id}", by.actor, version=row.version)


def copy_id(origin: UUID, agency_code: str) -> UUID:
    """The row that an agency has of a request: the same however often it is told."""
    return uuid5(origin, agency_code)


def wrong(code: str, pointer: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])

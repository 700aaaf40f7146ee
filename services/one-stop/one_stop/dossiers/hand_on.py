"""Bước do cơ quan khác làm: a commune receives, a department examines and drafts, the committee above signs.

The dossier stays where it is; its step is held by that agency, and by one of its people once he took it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import heir_of
from one_stop.agencies.rules import Matter
from one_stop.dossiers.actions import enter_step
from one_stop.dossiers.cases import Holder, Worker, agency_holding, held_by_agency
from one_stop.dossiers.models import Dossier
from one_stop.procedures.rules import PARENT, Step
from shared.access.rights import ROLE_NAMES
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.queries import find_agency, list_colleagues
from shared.standards.working_time import WorkingTime
from shared.work.working_calendar.queries import get_working_time


@dataclass(frozen=True)
class Place:
    """Nơi làm một bước."""

    code: str
    """Of another agency than has the dossier; empty: that one."""
    name: str
    working_time: WorkingTime
    """By which the step's hours run."""

    @property
    def unclaimed_holder(self) -> Holder | None:
        """Who has it until somebody takes it, at another agency."""
        return Holder(held_by_agency(self.code), self.name) if self.code else None


async def agency_of(session: AsyncSession, dossier: Dossier, step: Step) -> str:
    """Where the step of the dossier is done; `PARENT` of an agency that has none is the agency itself."""
    return await agency_at(session, dossier, step.at)


async def agency_at(session: AsyncSession, dossier: Dossier, place: str) -> str:
    """The agency that a step or a branch names, for this dossier; its own where none is named.

    Of one that was split, or of which a part left, whoever goes on with the dossier's procedure or sector.
    """
    if not place:
        return dossier.agency_code
    code = place
    if code == PARENT:
        own = await find_agency(session, dossier.agency_code)
        code = own.parent_code if own and own.parent_code else dossier.agency_code
    return await heir_of(session, code, Matter(dossier.procedure_code, dossier.sector_name))


async def place_of(session: AsyncSession, dossier: Dossier, step: Step) -> Place:
    """Where the step of the dossier is done. Conflict where its agency is no more."""
    with session.no_autoflush:  # what was written down early, `save_change` could not refuse
        code = await agency_of(session, dossier, step)
        if code == dossier.agency_code:
            return Place("", "", await get_working_time(session, code))
        found = await find_agency(session, code)
        if found is None or not found.is_valid_on(clock.local_now().date()):
            raise Conflict("step_agency_gone", step=step.name)
        return Place(code, found.name, await get_working_time(session, code))


async def staffed_place_of(session: AsyncSession, dossier: Dossier, step: Step) -> Place:
    """The same for who sends it on. Conflict also where nobody has the step's role at that other agency: it would lie there unseen.

    It stays with who sends it, whose work list and clock show it, until somebody there is given the role. What is given back, or goes
    on by itself, is not held up: the agency that has the dossier can take it back.
    """
    place = await place_of(session, dossier, step)
    if place.code and not await is_staffed(session, place.code, step.role):
        role = ROLE_NAMES[step.role].lower()
        raise Conflict("step_agency_without_people", step=step.name, agency=place.name, role=role)
    return place


async def is_staffed(session: AsyncSession, agency_code: str, role: str) -> bool:
    """Somebody at work there has the role."""
    with session.no_autoflush:
        return bool(await list_colleagues(session, agency_code, role))


async def enter_at(
    session: AsyncSession, dossier: Dossier, step: Step, at: datetime, working_time: WorkingTime, by: Worker | None
) -> None:
    """Into the step, wherever that is done: whoever has its role there has it in common. Conflict where that agency is no more.

    `working_time`: of the agency that moves it, which has the dossier unless its step was another's. `by`: None where it goes by itself.
    """
    if not step.at and not dossier.step_agency_code:
        enter_step(dossier, step, at, working_time)
        return
    place = await (place_of if by is None else staffed_place_of)(session, dossier, step)
    enter_place(dossier, step, at, place, by)


def enter_place(dossier: Dossier, step: Step, at: datetime, place: Place, by: Worker | None) -> None:
    sent_by = dossier.step_sent_by if dossier.step_agency_code else by.desk.person_id if by else ""
    enter_step(dossier, step, at, place.working_time)
    _stand_at(dossier, place.code, place.name)
    dossier.step_sent_by = sent_by if place.code else ""


def _stand_at(dossier: Dossier, code: str, name: str) -> None:
    dossier.step_agency_code = code
    dossier.holder_id, dossier.holder_name = (held_by_agency(code), name) if code else (None, "")
    if not code:
        dossier.step_sent_by = ""


async def stay_at(session: AsyncSession, dossier: Dossier, step: Step) -> None:
    """Its step is now this one, of another version of the procedure: who has it keeps it where the agency is the same."""
    if not step.at and not dossier.step_agency_code:
        return
    place = await place_of(session, dossier, step)
    if place.code != dossier.step_agency_code:
        _stand_at(dossier, place.code, place.name)


async def put_back(session: AsyncSession, dossier: Dossier) -> None:
    """Về hàng chờ của bước, at the agency that does it."""
    code = dossier.step_agency_code
    found = await find_agency(session, code) if code else None
    _stand_at(dossier, code, found.name if found else code)


async def issuer_of(session: AsyncSession, dossier: Dossier, steps: Sequence[Step]) -> str:
    """Cơ quan ban hành kết quả: of the last step that signs."""
    last = next(step for step in reversed(steps) if step.signs)
    return await agency_of(session, dossier, last)


def held_by(dossier: Dossier) -> Recipient:
    """Who has it; as long as nobody took it, everybody who might."""
    person = "" if agency_holding(dossier.holder_id) else dossier.holder_id or ""
    return Recipient(person_id=person, agency_code=dossier.step_at, role=dossier.step_role)

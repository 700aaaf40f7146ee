"""Moving a dossier along its steps. Two reads at most, then one statement (`statements.write_move`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from one_stop.dossiers.cases import Holder, Standing, Worker, agency_holding
from one_stop.dossiers.due import outcome, step_due
from one_stop.dossiers.hand_on import Place
from one_stop.dossiers.notifications import about_dossier
from one_stop.dossiers.rules import IN_WORK, Doing, require_allowed
from one_stop.dossiers.taken_back import refuse_taken_back
from one_stop.moves import rules, statements
from one_stop.moves.rules import ASSIGNEE_UNKNOWN, Move
from one_stop.procedures.rules import Step, own_step_before, step_after, step_before
from shared.contracts import Event
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import DossierMoved
from shared.contracts.values import Recipient, StepTaken
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import WorkingTime
from shared.storage.database import Line


@dataclass(frozen=True)
class Order:
    """Một yêu cầu chuyển bước. `version` is what the officer saw; `key` and `request_hash` make a repeat harmless."""

    dossier_id: UUID
    worker: Worker
    version: int | None = None
    note: str = ""
    key: str = ""
    request_hash: bytes = b""


class MoreThanAMove(Exception):
    """Nothing was written: the step begins or leaves branches, or another agency's, which is more than a statement alone does."""


PlaceOf = Callable[[Step], Awaitable[Place]]
"""Where a step of the dossier is done; asked by who also opens and closes the branches of a step that forks."""


@dataclass(frozen=True)
class Found:
    standing: Standing
    steps: list[Step]
    row: Any

    def place(self, working_time: WorkingTime) -> Place:
        """Where it is."""
        return Place(self.standing.step_agency_code, self.row["step_agency_name"] or "", working_time)


async def claim_dossier(line: Line, order: Order, working_time: WorkingTime) -> bytes:
    """Nhận xử lý."""
    found = await _find(line, order)
    move = rules.claim(found.standing, found.steps, order.worker)
    return await _move(line, order, found, move, found.place(working_time))


async def transfer_dossier(
    line: Line, order: Order, holder_id: str, working_time: WorkingTime, place_of: PlaceOf | None = None
) -> bytes:
    """Chuyển bước sau, phân công."""
    found = await _find(line, order)
    # Who may not transfer must not learn who works where.
    require_allowed(Doing.TRANSFER, found.standing, found.steps, order.worker)
    following = step_after(found.steps, found.standing.position, found.standing.skipped)
    assert following is not None
    holder = await _assignee(line, order, holder_id, following.role) if holder_id else None
    place = await _place_after(found, following, working_time, place_of, forks=following.forks)
    here = place.code == found.standing.step_agency_code
    move = rules.transfer(found.standing, found.steps, order.worker, holder, here=here)
    return await _move(line, order, found, move, place)


async def reassign_dossier(line: Line, order: Order, holder_id: str, working_time: WorkingTime) -> bytes:
    """Giao lại hồ sơ, or take it back to the step's pool; the reason is the order's note."""
    found = await _find(line, order)
    require_allowed(Doing.REASSIGN, found.standing, found.steps, order.worker)
    role = found.steps[found.standing.position].role
    # A head gives work out within the unit, leader and counter within the agency.
    holder = await _assignee(line, order, holder_id, role, order.worker.leads) if holder_id else None
    move = rules.reassign(found.standing, found.steps, order.worker, holder)
    return await _move(line, order, found, move, found.place(working_time))


async def _assignee(line: Line, order: Order, holder_id: str, role: str, unit_id: str = "") -> Holder:
    name = await statements.find_assignee(line, holder_id, order.worker.agency_code, role, unit_id)
    if name is None:
        raise Invalid("invalid_input", fields=[FieldError("/holder_id", "assignee_unknown", ASSIGNEE_UNKNOWN)])
    return Holder(holder_id, name)


async def _require_there(line: Line, passage: statements.Passage) -> None:
    """Whoever gets the dossier holds his post there: one just given has not come yet, one just ended is there no more."""
    if not passage.taken:
        return
    holder_id, agency = passage.holder_id or "", passage.step_agency_code or passage.agency_code
    if await statements.find_assignee(line, holder_id, agency, passage.step_role) is not None:
        return
    if holder_id == passage.by.person_id:
        raise Conflict("post_not_here")
    raise Invalid("invalid_input", fields=[FieldError("/holder_id", "assignee_unknown", ASSIGNEE_UNKNOWN)])


async def return_dossier(line: Line, order: Order, working_time: WorkingTime, place_of: PlaceOf | None = None) -> bytes:
    """Trả lại bước trước; the reason is the order's note."""
    found = await _find(line, order)
    require_allowed(Doing.RETURN, found.standing, found.steps, order.worker)
    previous = step_before(found.steps, found.standing.position, found.standing.skipped)
    assert previous is not None
    leaves = found.steps[found.standing.position].forks
    place = await _place_after(found, previous, working_time, place_of, forks=leaves)
    agency = place.code or found.standing.agency_code
    row = await statements.find_former_holder(line, order.dossier_id, previous.code, previous.role, agency)
    former = Holder(row["to_holder_id"], row["to_holder_name"]) if row else None
    return await _move(line, order, found, rules.send_back(found.standing, found.steps, order.worker, former), place)


async def take_back_dossier(line: Line, order: Order, working_time: WorkingTime) -> tuple[bytes, OfficersNotified]:
    """Lấy lại hồ sơ từ cơ quan khác; the reason is the order's note. With the word to whoever had it there, or might have taken it."""
    found = await _find(line, order)
    require_allowed(Doing.TAKE_BACK, found.standing, found.steps, order.worker)
    own = own_step_before(found.steps, found.standing.position, found.standing.skipped)
    row = await statements.find_former_holder(line, order.dossier_id, own.code, own.role, found.standing.agency_code)
    former = Holder(row["to_holder_id"], row["to_holder_name"]) if row else None
    move = rules.take_back(found.standing, found.steps, order.worker, former)
    left = found.place(working_time)
    named = replace(order, note=f"Từ {left.name or left.code}: {order.note}")
    answer = await _move(line, named, found, move, Place("", "", working_time))
    return answer, _taken_back(order, found)


def _taken_back(order: Order, found: Found) -> OfficersNotified:
    standing, row = found.standing, found.row
    step = found.steps[standing.position]
    person = "" if agency_holding(standing.holder_id) else standing.holder_id or ""
    to = Recipient(person_id=person, agency_code=standing.step_agency_code, role=step.role)
    facts = {"code": row["code"], "opened_at": row["opened_at"], "step": step.name, "agency": row["agency_name"] or ""}
    return about_dossier("dossier-taken-back", order.dossier_id, [to], due=row["step_due_at"], **facts)


async def _place_after(
    found: Found, step: Step, working_time: WorkingTime, place_of: PlaceOf | None, *, forks: bool
) -> Place:
    """Where it goes from here. A dossier that stays at its own agency needs no question, and its mover's hours are that agency's."""
    if place_of is not None:
        return await place_of(step)
    if forks or step.at or found.standing.step_agency_code:
        raise MoreThanAMove
    return Place("", "", working_time)


async def _find(line: Line, order: Order) -> Found:
    row = await statements.read_standing(line, order.dossier_id, order.worker.agency_code)
    if row is None:
        await refuse_taken_back(line, order.dossier_id, order.worker.agency_code)
        raise NotFound("not_found")
    steps = [
        Step(position, code, name, role, hours, frozenset(actions), at, forks)
        for position, code, name, role, hours, actions, at, forks in orjson.loads(row["steps"])
    ]
    standing = Standing(
        DossierStatus(row["status"]),
        row["agency_code"],
        row["step_position"],
        row["holder_id"],
        row["supplements_asked"],
        row["has_draft"],
        row["received"],
        unit_id=row["unit_id"],
        paused=row["paused"] and row["status"] in IN_WORK,
        awaits=row["awaits"],
        skipped=row["skipped"],
        transit=row["transit"],
        step_agency_code=row["step_agency_code"],
        step_sent_by=row["step_sent_by"],
    )
    return Found(standing, steps, row)


async def _move(line: Line, order: Order, found: Found, move: Move, place: Place) -> bytes:
    row, step = found.row, move.step
    if order.version is not None and order.version != row["version"]:
        raise PreconditionFailed("changed_meanwhile")
    before, now = found.steps[found.standing.position], clock.now()
    stays = step.position == before.position
    due = row["step_due_at"] if stays else step_due(now, step, place.working_time, row["due_at"])
    holder = move.holder or place.unclaimed_holder
    passage = statements.Passage(
        dossier_id=order.dossier_id,
        version=row["version"],
        agency_code=found.standing.agency_code,
        status=int(move.status),
        position=step.position,
        step_code=step.code,
        step_name=step.name,
        step_role=step.role,
        at=now,
        step_due_at=due,
        holder_id=holder.person_id if holder else None,
        holder_name=holder.name if holder else "",
        action=move.action,
        by=order.worker,
        from_step=before.code,
        from_step_name=before.name,
        outcome="" if stays or move.action is Doing.TAKE_BACK else outcome(now, row["step_due_at"]),
        note=order.note,
        step_agency_code=place.code,
        taken=move.holder is not None,
    )
    answer = _answer(passage, row["code"])
    repeat = statements.Repeat(order.key, order.request_hash, answer)
    try:
        version = await statements.write_move(line, passage, _events(passage, row, place), repeat)
    except asyncpg.UniqueViolationError as error:
        raise Conflict("idempotency_key_reused") from error
    if version is None:
        await _require_there(line, passage)
        raise Conflict("dossier_taken_meanwhile")
    return answer


def _answer(passage: statements.Passage, code: str | None) -> bytes:
    return orjson.dumps(
        {
            "id": str(passage.dossier_id),
            "version": passage.version + 1,
            "status": passage.status,
            "step_code": passage.step_code,
            "code": code,
        }
    )


def _events(passage: statements.Passage, row: Any, place: Place) -> list[Event]:
    """The move, and word to whoever is given the dossier by somebody else: a person, or all who may take it at another agency."""
    comes = passage.step_agency_code != row["step_agency_code"]
    if passage.holder_id in (None, passage.by.person_id) or not (passage.taken or comes):
        return [_moved(passage, row, place)]
    person, agency = passage.holder_id if passage.taken else "", passage.step_agency_code or passage.agency_code
    to = Recipient(person_id=person or "", agency_code=agency, role=passage.step_role)
    facts = {"code": row["code"], "opened_at": row["opened_at"], "step": passage.step_name}
    return [
        _moved(passage, row, place),
        about_dossier("dossier-assigned", passage.dossier_id, [to], due=passage.step_due_at, **facts),
    ]


def _moved(passage: statements.Passage, row: Any, place: Place) -> DossierMoved:
    """What the citizen sees: of another agency its name, of the one that has the dossier who holds it too."""
    return DossierMoved(
        dossier_id=str(passage.dossier_id),
        status=passage.status,
        step=StepTaken(
            code=passage.step_code,
            name=passage.step_name,
            agency_code=place.code or passage.agency_code,
            agency_name=place.name or row["agency_name"] or "",
            holder_name="" if place.code else passage.holder_name,
            due_at=passage.step_due_at,
        ),
        action=passage.action,
        due_at=row["due_at"],
        due_provisional=row["due_provisional"],
        moved_at=passage.at,
    )

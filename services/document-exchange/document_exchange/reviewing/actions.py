"""Quy trình trình ký: made, changed and dropped; drafts that are on their way keep the reviews that they were given."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.reviewing.models import ReviewFlow
from document_exchange.reviewing.planning import head_turn
from document_exchange.reviewing.queries import get_flow, list_flows
from document_exchange.reviewing.rules import NAMED, overlap
from document_exchange.reviewing.schemas import FlowIn
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.core.identifiers import new_id
from shared.directory.queries import list_colleagues, list_units
from shared.standards import document_types
from shared.standards.vietnamese import fold
from shared.storage import evidence

REVIEWERS = (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:agency, 7248))")
"""Two flows made at the same moment are held to one another too."""


async def make_flow(session: AsyncSession, who: Identity, new: FlowIn) -> ReviewFlow:
    """Lập quy trình trình ký."""
    flow = ReviewFlow(id=new_id(), agency_code=who.agency_code, version=0)
    await _fill(session, who, flow, new)
    session.add(flow)
    await evidence.record(session, "review-flow-made", f"review-flow/{flow.id}", who, steps=flow.steps)
    return flow


async def change_flow(session: AsyncSession, who: Identity, flow_id: UUID, new: FlowIn) -> ReviewFlow:
    """Sửa quy trình trình ký."""
    flow = await get_flow(session, who.agency_code, flow_id, lock=True)
    _require_version(flow, new.version)
    await _fill(session, who, flow, new)
    await evidence.record(session, "review-flow-changed", f"review-flow/{flow.id}", who, steps=flow.steps)
    return flow


async def drop_flow(session: AsyncSession, who: Identity, flow_id: UUID, version: int | None = None) -> None:
    """Bỏ quy trình trình ký."""
    flow = await get_flow(session, who.agency_code, flow_id, lock=True)
    _require_version(flow, version)
    await evidence.record(session, "review-flow-dropped", f"review-flow/{flow.id}", who, name=flow.name)
    await session.delete(flow)


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """Flows of a unit that was merged, and its head's turns in others, are those of the unit it went into."""
    if not event.successor_id:
        return
    old, new = f"unit:{event.unit_id}", f"unit:{event.successor_id}"
    for flow in (await session.scalars(select(ReviewFlow).where(ReviewFlow.agency_code == event.agency_code))).all():
        moved = [
            step | {"whose": new, "name": head_turn(event.successor_name, None)} if step["whose"] == old else step
            for step in flow.steps
        ]
        if moved != flow.steps or flow.unit_id == event.unit_id:
            flow.steps, flow.version = moved, flow.version + 1
            flow.unit_id = event.successor_id if flow.unit_id == event.unit_id else flow.unit_id


def _require_version(flow: ReviewFlow, version: int | None) -> None:
    if version is not None and version != flow.version:
        raise PreconditionFailed("changed_meanwhile")


async def _fill(session: AsyncSession, who: Identity, flow: ReviewFlow, new: FlowIn) -> None:
    await session.execute(_TAKE_TURNS, {"agency": who.agency_code})
    if any(code not in document_types.BY_KEY for code in new.type_codes):
        raise _wrong("document_type_unknown", "/type_codes", "Hãy chọn loại văn bản trong danh sách.")
    units = {unit.id: unit.name for unit in await list_units(session, who.agency_code, clock.local_now().date())}
    if new.unit_id and new.unit_id not in units:
        raise _wrong("unit_unknown", "/unit_id", "Hãy chọn đơn vị của cơ quan trong danh sách.")
    flow.steps = await _steps(session, who, new, units)
    flow.name, flow.folded = new.name, fold(new.name)
    flow.type_codes, flow.unit_id = sorted(set(new.type_codes)), new.unit_id
    for other in await list_flows(session, who.agency_code):
        if other.id == flow.id:
            continue
        if other.folded == flow.folded:
            sentence = f"Cơ quan đã có quy trình “{other.name}”; hãy đặt tên khác hoặc sửa quy trình ấy."
            raise _wrong("flow_name_taken", "/name", sentence)
        if overlap(flow, other):
            sentence = f"Quy trình “{other.name}” đã dành cho loại văn bản và đơn vị này; hãy sửa quy trình ấy, hoặc chọn loại, đơn vị khác."
            raise _wrong("flow_overlaps", "/type_codes", sentence)
    flow.version += 1
    flow.changed_by, flow.updated_at = who.acting_name, clock.now()


async def _steps(session: AsyncSession, who: Identity, new: FlowIn, units: dict[str, str]) -> list[dict[str, object]]:
    """In the order of their levels, each with the name of whom it asks."""
    people = await list_colleagues(session, who.agency_code, *REVIEWERS)
    names = {
        **NAMED,
        **{f"unit:{id_}": head_turn(name, None) for id_, name in units.items()},
        **{f"person:{one.id}": f"{one.full_name} – {one.title}" for one in people},
    }
    found: list[dict[str, object]] = []
    for number, step in enumerate(new.steps):
        pointer = f"/steps/{number}/whose"
        if step.whose not in names:
            raise _wrong("reviewer_unknown", pointer, "Hãy chọn người, đơn vị của cơ quan trong danh sách.")
        if any((one["whose"], one["level"]) == (step.whose, step.level) for one in found):
            raise _wrong("named_twice", pointer, "Một người, một đơn vị chỉ đứng một lần ở mỗi cấp.")
        found.append({**step.model_dump(mode="json"), "name": names[step.whose]})
    return sorted(found, key=lambda one: int(str(one["level"])))


def _wrong(code: str, pointer: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])

"""Several results of one dossier (quyết định và giấy chứng nhận, giấy của nhiều thửa đất): drafted beside the first, signed with it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_aside
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.results.actions import Brought, declared_of, empty_result, write_draft
from one_stop.results.numbering import DROPPED, give_up, typed_number
from one_stop.results.queries import list_results, lock_results
from one_stop.results.rules import MOST_RESULTS, code_of, said_of, term_of
from one_stop.results.schemas import FurtherDrafting
from shared.access.identity import Identity
from shared.core.errors import Conflict, NotFound
from shared.standards.result_outcomes import ResultOutcome
from shared.storage import evidence

_GRANTED = ResultOutcome.GRANTED
_NOT_SAID = {"granted_part": "", "refused_part": "", "reason": "", "legal_basis": ""}


async def add_result(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    draft: FurtherDrafting,
    brought: Brought | None,
) -> Dossier:
    """Thêm một kết quả: numbered and signed after those that stand before it."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.SET_RESULTS, version)
    said = said_of(_GRANTED, draft.model_dump() | _NOT_SAID, in_file=brought is not None)
    code = code_of(_GRANTED, draft.result_code, await declared_of(session, dossier))
    term = term_of(_GRANTED, draft.valid_from, draft.valid_until)
    results = await list_results(session, dossier.id)
    if len([one for one in results if one.position]) >= MOST_RESULTS - 1:
        raise Conflict("results_too_many", most=MOST_RESULTS)
    position = max([0, *(one.position for one in results)]) + 1
    key = await typed_number(session, dossier, draft.number, position) if draft.number else None
    result = empty_result(dossier.id, position)
    result.number, result.number_key, result.outcome = draft.number, key, _GRANTED.value
    write_draft(result, {**said, "scope": draft.scope, "result_code": code}, term, brought, worker)
    await note_aside(session, dossier, Doing.SET_RESULTS, worker, f"Thêm: {result.title}")
    session.add(result)
    facts = {"position": position, "title": result.title} | ({"sha256": brought.file.sha256} if brought else {})
    await evidence.record(session, "result-added", f"dossier/{dossier.id}", who, **facts)
    return dossier


async def drop_result(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, position: int
) -> Dossier:
    """Bỏ một kết quả thêm chưa trình. The first is never dropped: the dossier ends with it."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.SET_RESULTS, version)
    results = await lock_results(session, dossier.id)
    result = next((one for one in results if one.position == position and position), None)
    if result is None:
        raise NotFound("not_found")
    await note_aside(session, dossier, Doing.SET_RESULTS, worker, f"Bỏ: {result.title}")
    await give_up(session, result, DROPPED)
    await session.delete(result)
    facts = {"position": position, "title": result.title}
    await evidence.record(session, "result-dropped", f"dossier/{dossier.id}", who, **facts)
    return dossier

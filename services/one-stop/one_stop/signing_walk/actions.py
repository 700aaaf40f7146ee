"""Looking at a result before signing it, choosing it, and the guard before the signature. Actions write; who calls commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.procedures.queries import get_version
from one_stop.results.looked_at import digests
from one_stop.results.numbering import require_numbers
from one_stop.signing_walk.models import SigningLook
from one_stop.signing_walk.queries import find_look
from one_stop.signing_walk.rules import Choice, signing_act
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, PreconditionFailed
from shared.storage import evidence

Seen = tuple[int | None, str]
"""Version of the dossier and digest of its drafts, as the form names what was on the page."""


async def note_look(session: AsyncSession, who: Identity, dossier: Dossier, digest: str, complete: bool) -> Choice:
    """What is on the page that he is shown now; what he had chosen of the very same stays chosen."""
    before, choice = await find_look(session, who, dossier.id), Choice.NONE
    if before is not None and (before.version, before.digest) == (dossier.version, digest):
        choice = Choice(before.choice)
    key = {"person_id": who.subject, "agency_code": who.agency_code, "dossier_id": dossier.id}
    seen = {"version": dossier.version, "digest": digest, "complete": complete, "choice": choice.value}
    seen |= {"looked_at": clock.now()}
    statement = insert(SigningLook).values(key | seen)
    await session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=seen))
    await evidence.record(session, "result-seen", f"dossier/{dossier.id}", who, version=dossier.version, digest=digest)
    return choice


async def choose(session: AsyncSession, who: Identity, dossier_id: UUID, seen: Seen, choice: Choice) -> None:
    """Chọn ký, hoặc bỏ qua: of exactly what was shown."""
    act, look = await _looked_at(session, who, dossier_id, seen)
    if choice is Choice.CHOSEN and not look.complete:
        raise Conflict("result_not_shown_whole")
    if choice is Choice.CHOSEN and act is Doing.SIGN:
        await require_numbers(session, dossier_id, who.agency_code)
    look.choice = choice.value
    await session.flush()
    await evidence.record(session, "signing-chosen", f"dossier/{dossier_id}", who, choice=choice.value)


async def require_chosen(session: AsyncSession, who: Identity, dossier_id: UUID, seen: Seen) -> Doing:
    """The act by which it may be signed now; refuses what he did not look at and choose, and what changed since."""
    act, look = await _looked_at(session, who, dossier_id, seen)
    if look.choice != Choice.CHOSEN:
        raise Conflict("result_not_looked_at")
    return act


async def _looked_at(session: AsyncSession, who: Identity, dossier_id: UUID, seen: Seen) -> tuple[Doing, SigningLook]:
    worker = worker_of(who)
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    act = signing_act(dossier.standing(), steps, worker) or Doing.SIGN
    dossier, _, _ = await load_for_action(session, dossier_id, worker, act, None)
    look = await find_look(session, who, dossier_id)
    if look is None:
        raise Conflict("result_not_looked_at")
    now = dossier.version, (await digests(session, [dossier_id]))[dossier_id]
    if seen != (look.version, look.digest) or seen != now:
        raise PreconditionFailed("result_changed_since_look")
    return act, look


async def forget_look(session: AsyncSession, who: Identity, dossier_id: UUID) -> None:
    """It was signed or sent back: nothing is left to choose."""
    own = SigningLook.person_id == who.subject, SigningLook.agency_code == who.agency_code
    await session.execute(delete(SigningLook).where(*own, SigningLook.dossier_id == dossier_id))


async def forget_older(session: AsyncSession, who: Identity, since: datetime) -> None:
    """A choice counts on the day on which it was made."""
    await session.execute(
        delete(SigningLook).where(SigningLook.person_id == who.subject, SigningLook.looked_at < since)
    )

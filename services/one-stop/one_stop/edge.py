"""What the HTTP edges share: the counter, answers to a move, downloads."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.counter import Counter
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import find_file, find_in_history, get_dossier
from one_stop.dossiers.schemas import Moved
from one_stop.results.queries import list_recalled, list_results
from one_stop.returns.queries import find_attached
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.idempotency import once
from shared.web.viewer import Whole, open_stored


def _counter(request: Request) -> Counter:
    found: Counter = request.app.state.counter
    return found


AtCounter = Annotated[Counter, Depends(_counter)]


def answer_moved(dossier: Dossier) -> Response:
    """The answer to an action, made after the change is written."""
    moved = Moved(
        id=dossier.id, version=dossier.version, status=dossier.status, step_code=dossier.step_code, code=dossier.code
    )
    return Response(moved.model_dump_json(), media_type="application/json", headers={"ETag": f'"{dossier.version}"'})


async def once_moved(request: Request, session: AsyncSession, act: Callable[[], Awaitable[Dossier]]) -> Response:
    """The act takes place once however often its key comes, and answers where the dossier stands then."""

    async def answer() -> Response:
        return answer_moved(await act())

    return await once(request, session, answer)


async def send_file(request: Request, session: AsyncSession, who: Identity, dossier_id: UUID, sha256: str) -> Response:
    """A file that the dossier's own records name, for an officer of its agency; the look is evidence."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    own = dossier.worked_on_by(who.agency_code)
    reference = await find_file(session, dossier.id, sha256)
    if reference is None:
        results = [one for one in await list_results(session, dossier.id) if own or one.sha256]
        held = [file for result in results for file in result.files()]
        reference = next((file for file in held if file.sha256 == sha256), None)
    if reference is None:
        recalled = [one.reference() for one in await list_recalled(session, dossier.id)]
        reference = next((file for file in recalled if file.sha256 == sha256), None)
    if reference is None:
        reference = await find_attached(session, dossier.id, sha256)
    if reference is None and own:
        reference = await find_in_history(session, dossier.id, sha256)
    if reference is None:
        raise NotFound("not_found")
    whole = Whole(f"/mot-cua/ho-so/{dossier.id}", f"Hồ sơ {dossier.code}" if dossier.code else dossier.procedure_name)
    answer = await open_stored(request, reference, whole, opens=True)
    await evidence.record(session, "file-seen", f"dossier/{dossier.id}", who, sha256=sha256)
    return answer

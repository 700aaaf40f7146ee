"""Nhận kết quả trực tuyến: the applicant opens each result on the portal; who has opened all of them has had the dossier returned."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import SIGNED, STEPS, Doing
from one_stop.results.models import DossierResult
from one_stop.results.queries import list_results
from one_stop.returns.models import ResultReturn
from one_stop.returns.rules import Capacity, Compared, Receipt, handed, is_whole
from shared.contracts.one_stop import ResultReturned
from shared.contracts.online_services import ResultCollected
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence

ONLINE = "online"
"""Cách nhận kết quả: on the portal."""


async def take_collected(session: AsyncSession, event: ResultCollected) -> None:
    """The applicant has opened one of the results that count: a receipt of that one, once, by the moment at which he did."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    results = await list_results(session, dossier.id)
    subject, source = f"dossier/{dossier.id}", "event:result-collected"
    waits = dossier.status in SIGNED and dossier.return_channel == ONLINE
    opened = next((one for one in results if one.sha256 == event.sha256 and one.collected_at is None), None)
    if not waits or opened is None:
        await evidence.record(session, "result-collected-too-late", subject, source, sha256=event.sha256)
        return
    opened.collected_at, opened.returned_to = event.collected_at, dossier.applicant_name
    session.add(_receipt(dossier, opened, event.collected_at))
    await evidence.record(session, "result-collected", subject, source, sha256=event.sha256)
    if is_whole([one.collected_at for one in results]):
        await _return(session, dossier, results, event.collected_at)
        await evidence.record(session, "result-returned", subject, source, channel=ONLINE, sha256=event.sha256)


async def _return(session: AsyncSession, dossier: Dossier, results: Sequence[DossierResult], at: datetime) -> None:
    """The dossier's end, at the moment of the last one."""
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(at, dossier.step_due_at)
    dossier.status, dossier.returned_at, dossier.return_receipt = STEPS.target(Doing.HAND_OVER).value, at, ONLINE
    await save_change(session)
    files = [file for result in results if (file := result.reference())]
    await note_hand_over(session, dossier, Doing.HAND_OVER, _applicant(dossier), at, before, "", outcome, files)
    await tell(session, ResultReturned(dossier_id=str(dossier.id), channel=ONLINE, returned_at=at))


def _applicant(dossier: Dossier) -> Worker:
    return Worker("", dossier.applicant_name, dossier.agency_code, frozenset())


def _receipt(dossier: Dossier, opened: DossierResult, at: datetime) -> ResultReturn:
    nobody = _applicant(dossier)
    return ResultReturn(
        id=new_id(),
        dossier_id=dossier.id,
        agency_code=dossier.agency_code,
        at=at,
        by_id="",
        by_name="",
        post=nobody.post,
        actor_title=nobody.title,
        on_behalf_of=nobody.behalf,
        receiver_name=dossier.applicant_name,
        capacity=Capacity.APPLICANT.value,
        identity_kind="",
        identity_number="",
        compared=Compared.UNKNOWN.value,
        difference="",
        authority_kind="",
        authority_number="",
        receipt=Receipt.ONLINE.value,
        results=handed([opened]),
        originals=[],
        fee_due=dossier.fee_due,
        files=[],
    )

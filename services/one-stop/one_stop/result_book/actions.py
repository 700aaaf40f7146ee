"""Changing an issued result: revoked, corrected, replaced, extended, restored. Actions write; who calls commits."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from one_stop.dossiers.actions import note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import GIVEN
from one_stop.result_book.models import BookedResult, ResultChange
from one_stop.result_book.queries import answers_for, find_named, get_booked, list_changes
from one_stop.result_book.rules import (
    DOING,
    STEPS,
    BookCase,
    Booking,
    at_field,
    check_document_day,
    check_new_end,
    own_words,
)
from one_stop.result_book.schemas import Changing
from shared.access.identity import Identity
from shared.contracts.one_stop_results import ResultChanged
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import PreconditionFailed
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.result_states import GROUND_NAMES, ResultChangeKind, ResultState, RevocationGround
from shared.storage import evidence
from shared.work.timeline import kept


async def change_result(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    result_id: UUID,
    version: int | None,
    changing: Changing,
    files: Sequence[FileReference] = (),
) -> BookedResult:
    """Thu hồi, đính chính, thay thế, gia hạn, khôi phục: by a leader of the agency that issued it, or that does its work now.

    `files`: the decision itself.
    """
    identity, worker = who
    row = await get_booked(session, result_id, worker.agency_code, hold=True)
    dossier = await lock_dossier(session, row.dossier_id) if row.dossier_id else None
    way = STEPS.require(Booking(changing.kind.value), await case_of(session, row, dossier, worker))
    if version is not None and version != row.version:
        raise PreconditionFailed("changed_meanwhile")
    now, today = clock.now(), clock.local_now().date()
    check_document_day(changing.document_date, row.issued_at.astimezone(clock.VIETNAM).date(), today)
    said = own_words(changing.kind, changing.model_dump())
    change = await _written(session, row, worker, changing, now)
    change.files = kept(*files)
    successor = await _take_effect(session, row, change, said, worker, today)
    row.state, row.changed_at = (way.target or ResultState(row.state)).value, now
    session.add(change)
    if dossier is not None:
        flag_modified(dossier, "awaits")  # its history has one line more: whoever looks at it must see that it changed
    await save_change(session)
    if dossier is not None:
        place, note = (dossier.step_code, dossier.step_name), _line(row, change, successor)
        await note_hand_over(session, dossier, DOING[changing.kind], worker, now, place, note, files=files)
    await tell(session, _told(row, change, successor))
    facts = {"result": row.number, "document": change.document_number, "change": change.kind, "ground": change.ground}
    await evidence.record(session, "issued-result-changed", row.matter, identity, **facts)
    return row


async def case_of(session: AsyncSession, row: BookedResult, dossier: Dossier | None, worker: Worker) -> BookCase:
    """The result as the table of steps sees it; that the agency sees it was asked when it was read."""
    granted = row.outcome != ResultOutcome.REFUSED
    return BookCase(
        ResultState(row.state),
        worker.roles | worker.given,
        ours=await answers_for(session, row, dossier, worker.agency_code),
        returned=dossier is None or dossier.status in GIVEN,
        granted=granted,
    )


async def _written(
    session: AsyncSession, row: BookedResult, worker: Worker, changing: Changing, at: datetime
) -> ResultChange:
    return ResultChange(
        id=new_id(),
        result_id=row.id,
        number=len(await list_changes(session, row.id)) + 1,
        kind=changing.kind.value,
        at=at,
        by_id=worker.person_id,
        by_name=worker.name,
        post=worker.post,
        actor_title=worker.title,
        on_behalf_of=worker.behalf,
        files=[],
        agency_code=worker.agency_code,
        reason=changing.reason,
        legal_basis=changing.legal_basis,
        document_number=changing.document_number,
        document_date=changing.document_date,
        ground="",
        corrected="",
    )


async def _take_effect(
    session: AsyncSession, row: BookedResult, change: ResultChange, said: dict[str, object], worker: Worker, today: date
) -> BookedResult | None:
    """What the kind of change says, on the change and on the result; the new result where one replaces this."""
    if changing_end := said.get("valid_until"):
        assert isinstance(changing_end, date)
        check_new_end(changing_end, row.valid_until, today)
        row.valid_until = change.valid_until = changing_end
    change.ground, change.corrected = str(said.get("ground", "")), str(said.get("corrected", ""))
    successor = None
    if named := said.get("replaced_by"):
        successor = await _successor(session, row, worker, str(named))
        row.replaced_by = change.replaced_by = successor.id
    if change.kind == ResultChangeKind.RESTORED:
        row.replaced_by = None
    return successor


async def _successor(session: AsyncSession, row: BookedResult, worker: Worker, named: str) -> BookedResult:
    """Kết quả thay thế: the agency's, in force, signed later and given to the same person."""
    typed = "".join(named.split())
    found = [
        one for one in await find_named(session, worker.agency_code, {typed.upper(), typed.lower()}) if one.id != row.id
    ]
    in_force = [one for one in found if one.state == ResultState.IN_FORCE]
    if not found:
        raise at_field("replaced_by", "result_unknown", "Cơ quan không cấp kết quả khác nào có mã này.")
    if not in_force:
        raise at_field(
            "replaced_by", "result_not_in_force", "Kết quả có mã này không còn hiệu lực nên không thay thế được."
        )
    if len(in_force) > 1:
        sentence = "Hồ sơ này có nhiều kết quả: hãy nhập mã xác thực của kết quả thay thế."
        raise at_field("replaced_by", "result_not_one", sentence)
    (one,) = in_force
    if one.outcome == ResultOutcome.REFUSED or one.issued_at < row.issued_at:
        sentence = "Kết quả thay thế phải là kết quả được giải quyết và được ký sau kết quả này."
        raise at_field("replaced_by", "result_not_later", sentence)
    if row.holder_number and one.holder_number and row.holder_number != one.holder_number:
        sentence = "Kết quả có mã này được cấp cho người khác: hãy thu hồi kết quả này thay vì thay thế."
        raise at_field("replaced_by", "result_of_another", sentence)
    return one


def _line(row: BookedResult, change: ResultChange, successor: BookedResult | None) -> str:
    """The change as the dossier's history says it."""
    told = [
        f"Kết quả số {row.number}, theo văn bản số {change.document_number} ngày {vn_date(change.document_date)}",
        GROUND_NAMES[RevocationGround(change.ground)] if change.ground else "",
        change.corrected,
        f"Kết quả thay thế: số {successor.number}" if successor else "",
        f"Có hiệu lực đến hết ngày {vn_date(change.valid_until)}" if change.valid_until else "",
        change.reason,
    ]
    return ". ".join(words.rstrip(".") for words in told if words)


def _told(row: BookedResult, change: ResultChange, successor: BookedResult | None) -> ResultChanged:
    return ResultChanged(
        dossier_id=str(row.dossier_id or row.id),
        verification_code=row.verification_code,
        sha256=row.sha256,
        change=change.kind,
        state=row.state,
        agency_code=change.agency_code,
        ground=change.ground,
        reason=change.reason,
        legal_basis=change.legal_basis,
        document_number=change.document_number,
        document_date=change.document_date,
        corrected=change.corrected,
        replaced_by=successor.verification_code if successor else "",
        replaced_by_number=successor.number if successor else "",
        valid_until=row.valid_until,
        changed_at=change.at,
    )

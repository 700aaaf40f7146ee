"""What one-stop tells of a result that was issued before: whoever verifies it is told at once, and its owner why."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.tracking.letting_know import let_owner_know
from online_services.tracking.models import CourseEntry, CourseFile, IssuedResult, TrackedDossier
from shared.contracts.one_stop_aside import FormSealed
from shared.contracts.one_stop_results import ResultChanged, ResultDigitised
from shared.core.clock import VIETNAM
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.standards.result_states import GROUND_NAMES, ResultState, RevocationGround

_SHOWN = {
    "change", "agency_code", "ground", "legal_basis", "document_number", "document_date", "corrected", "replaced_by",
    "replaced_by_number", "valid_until", "changed_at",
}  # fmt: skip
"""What anybody may read of a change; why is for the owner."""
_KINDS = {
    ResultState.IN_FORCE: "result",
    ResultState.REVOKED: "revoked-result",
    ResultState.REPLACED: "replaced-result",
}


async def note_result_changed(session: AsyncSession, event: ResultChanged) -> None:
    """Thu hồi, đính chính, thay thế, gia hạn, khôi phục kết quả đã cấp."""
    dossier = await session.get(TrackedDossier, UUID(event.dossier_id))
    issued = await session.get(IssuedResult, event.verification_code)
    if issued is None:
        return  # a result that this service never told anybody of
    issued.state, issued.valid_until = event.state, event.valid_until
    issued.replaced_by, issued.replaced_by_number = event.replaced_by, event.replaced_by_number
    issued.changes = [*issued.changes, event.model_dump(mode="json", include=_SHOWN)]
    if dossier is None:
        return  # digitised from paper: nobody here had it as a dossier
    kept = tuple(_KINDS.values())
    files = update(CourseFile).where(
        CourseFile.dossier_id == dossier.id, CourseFile.sha256 == event.sha256, CourseFile.kind.in_(kept)
    )
    await session.execute(files.values(kind=_KINDS[ResultState(event.state)]))
    session.add(
        CourseEntry(dossier_id=dossier.id, kind=f"result-{event.change}", at=event.changed_at, note=_words(event))
    )
    await let_owner_know(session, dossier.id, "own-result-changed", code=dossier.code)


async def note_form_sealed(session: AsyncSession, event: FormSealed) -> None:
    """Giấy tiếp nhận, phiếu đã có chữ ký số của cơ quan: it is what is listed now; who has the earlier file's address keeps it."""
    of = CourseFile.dossier_id == UUID(event.dossier_id), CourseFile.sha256 == event.unsealed_sha256
    given = (await session.scalars(select(CourseFile).where(*of, CourseFile.sealed_as.is_(None)))).all()
    for before in given:
        sealed = CourseFile.keeping(new_id(), before.dossier_id, before.kind, event.file, before.at, before.title)
        session.add(sealed)
        before.sealed_as = sealed.id


async def note_result_digitised(session: AsyncSession, event: ResultDigitised) -> None:
    """Kết quả giấy được số hóa: whoever verifies it reads that it is a copy, of which paper, and by whom."""
    issued = insert(IssuedResult).values(
        verification_code=event.verification_code,
        dossier_id=None,
        dossier_code="",
        agency_code=event.agency_code,
        procedure_name="",
        result_name=event.result_name,
        result_number=event.result_number,
        signed_by=event.compared_by,
        sha256=event.sha256,
        size=event.size,
        name=f"sao-y-{event.verification_code}.pdf",
        issued_at=datetime.combine(event.issued_on, time(), VIETNAM),
        valid_until=event.valid_until,
        valid_from=event.valid_from,
        scope=event.scope,
        result_code=event.result_code,
        issuer=event.issuer,
        original_signer=event.original_signer,
        digitised_at=event.digitised_at,
        holder_number=event.holder_number,
    )
    # Told anew of one from before: what became of it since stays.
    whose = {"holder_number": issued.excluded.holder_number}
    await session.execute(issued.on_conflict_do_update(index_elements=["verification_code"], set_=whose))


def _words(event: ResultChanged) -> str:
    """As its owner reads it."""
    told = [
        f"Văn bản số {event.document_number} ngày {vn_date(event.document_date)}",
        GROUND_NAMES[RevocationGround(event.ground)] if event.ground else "",
        event.corrected,
        f"Kết quả thay thế: số {event.replaced_by_number}" if event.replaced_by else "",
        f"Có hiệu lực đến hết ngày {vn_date(event.valid_until)}" if event.change == "extended" else "",
        f"Căn cứ: {event.legal_basis}",
        f"Lý do: {event.reason}",
    ]
    return ". ".join(words.rstrip(".") for words in told if words)


async def list_issued(session: AsyncSession, dossier_id: UUID) -> list[IssuedResult]:
    """Results of a dossier that were returned and changed afterwards, as they stand."""
    query = select(IssuedResult).where(IssuedResult.dossier_id == dossier_id, IssuedResult.recalled_at.is_(None))
    return [one for one in await session.scalars(query.order_by(IssuedResult.issued_at)) if one.changes]

"""Scans of papers that were handed in at the counter (số hóa thành phần hồ sơ, NĐ 107/2021/NĐ-CP Điều 1)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_aside
from one_stop.dossiers.models import Dossier, DossierPaper, HandOver
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.procedures.models import ProcedureFile, ProcedurePaper
from one_stop.procedures.queries import get_version
from one_stop.result_book.models import ResultChange
from one_stop.results.models import DossierResult
from one_stop.returns.models import ResultReturn
from one_stop.scans.recognition import order
from shared.access.identity import Identity
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work.scanning import Brought

Scan = tuple[FileReference, Sequence[FileReference]]
"""Bản quét: the file that is shown, and the originals that it was made from."""


async def add_scans(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    paper_code: str,
    scans: Sequence[Scan],
    by_phone: str = "",
) -> Dossier:
    """Thêm bản quét: each file as it is shown, with the originals that it was made from. `by_phone`: the link they came by."""
    worker = worker_of(who)
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.SCAN, version)
    paper = next((paper for paper in procedure.papers_of(dossier.case_code) if paper.code == paper_code), None)
    if paper is None:
        raise _refused("paper_code", "scan_paper_missing", "Hãy chọn giấy tờ được quét.")
    if not scans:
        raise _refused("tep", "scan_missing", "Hãy chọn ít nhất một tệp quét của giấy tờ.")
    await keep_scans(session, who, dossier, paper, scans, by_phone)
    await note_aside(
        session,
        dossier,
        Doing.SCAN,
        worker,
        f"{paper.name}: {len(scans)} tệp" + (" (chụp bằng điện thoại)" if by_phone else ""),
    )
    return dossier


async def keep_scans(
    session: AsyncSession,
    who: Identity,
    dossier: Dossier,
    paper: ProcedurePaper,
    scans: Sequence[Scan],
    by_phone: str = "",
) -> None:
    """The rows of scans of one paper; whoever calls says on the timeline what was done."""
    for file, originals in scans:
        kept = DossierPaper(
            id=new_id(),
            dossier_id=dossier.id,
            paper_code=paper.code,
            paper_name=paper.name,
            sha256=file.sha256,
            size=file.size,
            media_type=file.media_type,
            file_name=file.name,
            added_at=clock.now(),
            originals=[original.model_dump(mode="json") for original in originals],
            added_by=who.subject,
        )
        session.add(kept)
        await session.flush()
        await order(session, kept)
        facts = {"paper": paper.code, "sha256": file.sha256, "originals": [original.sha256 for original in originals]}
        facts |= {"phone_link": by_phone} if by_phone else {}
        await evidence.record(session, "paper-scanned", f"dossier/{dossier.id}", who, **facts)


async def attach_brought(
    session: AsyncSession, who: Identity, dossier: Dossier, brought: Mapping[str, Sequence[Scan]]
) -> None:
    """Bản quét của giấy tờ bổ sung, by code: they take the place of what was there of the paper."""
    procedure, now = await get_version(session, dossier.procedure_version_id), clock.now()
    papers = {paper.code: paper for paper in procedure.papers_of(dossier.case_code)}
    before = select(DossierPaper).where(DossierPaper.dossier_id == dossier.id, DossierPaper.replaced_at.is_(None))
    for old in await session.scalars(before.where(DossierPaper.paper_code.in_(brought))):
        old.replaced_at = now
    for code, scans in brought.items():
        await keep_scans(session, who, dossier, papers[code], scans)


async def tell_of_infected(session: AsyncSession, sha256: str) -> Brought | None:
    """Báo cho người quét có mã độc: whoever scanned it is told; the dossier's page tells everybody else."""
    named = DossierPaper.sha256 == sha256
    original = DossierPaper.originals.contains([{"sha256": sha256}])
    papers = (await session.scalars(select(DossierPaper).where(named | original))).all()
    for paper in papers:
        dossier = await session.get_one(Dossier, paper.dossier_id)
        if paper.added_by:
            to = [Recipient(person_id=paper.added_by, agency_code=dossier.agency_code)]
            await notify(session, about_loaded("scan-infected", dossier, to, None))
    if not papers:
        return (
            await _of_return(session, sha256) or await _of_result(session, sha256) or await _of_history(session, sha256)
        )
    return Brought(papers[0].file_name, papers[0].added_by, f"dossier/{papers[0].dossier_id}")


async def _of_return(session: AsyncSession, sha256: str) -> Brought | None:
    """The paper of authority of who fetched a result: whoever scanned it is told."""
    named = ResultReturn.authority_file["sha256"].astext == sha256
    row = (await session.scalars(select(ResultReturn).where(named).limit(1))).one_or_none()
    if row is None or row.authority_file is None:
        return None
    dossier = await session.get_one(Dossier, row.dossier_id)
    to = [Recipient(person_id=row.by_id, agency_code=row.agency_code)]
    await notify(session, about_loaded("scan-infected", dossier, to, None))
    return Brought(row.authority_file["name"], row.by_id, f"dossier/{row.dossier_id}")


async def _of_result(session: AsyncSession, sha256: str) -> Brought | None:
    """The file of a result, or what it was made from: whoever drafted it is told; nobody can sign it."""
    named = DossierResult.file["sha256"].astext == sha256
    original = DossierResult.originals.contains([{"sha256": sha256}])
    row = (await session.scalars(select(DossierResult).where(named | original).limit(1))).one_or_none()
    if row is None or row.file is None:
        return None
    dossier = await session.get_one(Dossier, row.dossier_id)
    to = [Recipient(person_id=row.drafted_by, agency_code=dossier.agency_code)]
    await notify(session, about_loaded("scan-infected", dossier, to, None))
    return Brought(row.file["name"], row.drafted_by, f"dossier/{row.dossier_id}")


async def _of_history(session: AsyncSession, sha256: str) -> Brought | None:
    """What was attached to a note or minutes: whoever did is told."""
    statement = select(HandOver).where(HandOver.files.contains([{"sha256": sha256}])).limit(1)
    row = (await session.scalars(statement)).one_or_none()
    if row is None:
        return await _of_decision(session, sha256)
    dossier = await session.get_one(Dossier, row.dossier_id)
    if row.by_id:
        to = [Recipient(person_id=row.by_id, agency_code=dossier.agency_code)]
        await notify(session, about_loaded("scan-infected", dossier, to, None))
    name = next(file["name"] for file in row.files if file["sha256"] == sha256)
    return Brought(name, row.by_id, f"dossier/{row.dossier_id}")


async def _of_decision(session: AsyncSession, sha256: str) -> Brought | None:
    """The decision about a result that has no dossier here."""
    statement = select(ResultChange).where(ResultChange.files.contains([{"sha256": sha256}])).limit(1)
    row = (await session.scalars(statement)).one_or_none()
    if row is None:
        return await _of_procedure(session, sha256)
    name = next(file.name for file in row.documents() if file.sha256 == sha256)
    return Brought(name, row.by_id, f"issued-result/{row.result_id}")


async def _of_procedure(session: AsyncSession, sha256: str) -> Brought | None:
    """A blank form or a sample of a procedure: a change that names it cannot be sent or approved any more."""
    row = (await session.scalars(select(ProcedureFile).where(ProcedureFile.sha256 == sha256).limit(1))).one_or_none()
    return Brought(row.name, row.kept_by, f"procedure/{row.code}") if row else None


KEPT = """
SELECT p.id AS place, f.sha256 FROM (SELECT * FROM dossier_paper WHERE id > CAST(:place AS uuid) ORDER BY id LIMIT :most) p,
  LATERAL (SELECT p.sha256 UNION SELECT o->>'sha256' FROM jsonb_array_elements(p.originals) o) f ORDER BY p.id
"""
"""Papers of dossiers, those that came with a submission too."""


def _refused(field: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{field}", code, sentence)])

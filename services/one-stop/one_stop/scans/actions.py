"""Scans of papers that were handed in at the counter (số hóa thành phần hồ sơ, NĐ 107/2021/NĐ-CP Điều 1)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from shared.access.identity import Identity
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work.scanning import Brought


async def add_scans(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    paper_code: str,
    scans: Sequence[tuple[FileReference, Sequence[FileReference]]],
) -> Dossier:
    """Thêm bản quét: each file as it is shown, with the originals that it was made from."""
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker_of(who), Doing.SCAN, version)
    paper = next((paper for paper in procedure.papers if paper.code == paper_code), None)
    if paper is None:
        raise _refused("paper_code", "scan_paper_missing", "Hãy chọn giấy tờ được quét.")
    if not scans:
        raise _refused("tep", "scan_missing", "Hãy chọn ít nhất một tệp quét của giấy tờ.")
    for file, originals in scans:
        session.add(
            DossierPaper(
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
        )
        facts = {"paper": paper.code, "sha256": file.sha256, "originals": [original.sha256 for original in originals]}
        await evidence.record(session, "paper-scanned", f"dossier/{dossier.id}", who, **facts)
    return dossier


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
        return None
    return Brought(papers[0].file_name, papers[0].added_by, f"dossier/{papers[0].dossier_id}")


KEPT = """
SELECT p.id AS place, f.sha256 FROM (SELECT * FROM dossier_paper WHERE id > CAST(:place AS uuid) ORDER BY id LIMIT :most) p,
  LATERAL (SELECT p.sha256 UNION SELECT o->>'sha256' FROM jsonb_array_elements(p.originals) o) f ORDER BY p.id
"""
"""Papers of dossiers, those that came with a submission too."""


def _refused(field: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{field}", code, sentence)])

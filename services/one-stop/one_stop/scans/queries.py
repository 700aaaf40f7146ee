"""Finding scans."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import DossierPaper
from one_stop.scans.models import PaperScan
from shared.contracts.values import FileReference
from shared.core.errors import NotFound


async def find_scan(session: AsyncSession, paper_id: UUID) -> PaperScan | None:
    return await session.get(PaperScan, paper_id)


async def get_paper(session: AsyncSession, dossier_id: UUID, paper_id: UUID, *, hold: bool = False) -> DossierPaper:
    """A file of that dossier's. Raises NotFound."""
    statement = select(DossierPaper).where(DossierPaper.id == paper_id, DossierPaper.dossier_id == dossier_id)
    paper = (await session.scalars(statement.with_for_update() if hold else statement)).one_or_none()
    if paper is None:
        raise NotFound("not_found")
    return paper


async def list_of_paper(session: AsyncSession, paper: DossierPaper) -> list[DossierPaper]:
    """The other files of the same paper that still count."""
    statement = select(DossierPaper).where(
        DossierPaper.dossier_id == paper.dossier_id,
        DossierPaper.paper_code == paper.paper_code,
        DossierPaper.id != paper.id,
        DossierPaper.replaced_at.is_(None),
    )
    return list(await session.scalars(statement.order_by(DossierPaper.added_at, DossierPaper.id)))


async def bare_file(session: AsyncSession, paper: DossierPaper) -> FileReference:
    """The pages of a scan without words laid over them."""
    scan = await find_scan(session, paper.id)
    return scan.file_of(paper) if scan else paper.reference()

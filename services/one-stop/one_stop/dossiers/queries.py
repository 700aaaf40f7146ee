"""Reading dossiers. Every query begins with the agency whose officer asks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier, DossierPaper, HandOver, PrintedForm
from shared.errors import NotFound
from shared.standards.dossier_status import DossierStatus
from shared.standards.vietnamese import fold

ENDED = (
    DossierStatus.REFUSED.value,
    DossierStatus.WITHDRAWN.value,
    DossierStatus.STOPPED.value,
    DossierStatus.RETURNED.value,
)
LONGEST_SEARCH = 8
"""Words of a search that count; more only slow it down."""


def visible_to(agency_code: str) -> Select[Dossier]:
    """The one door: an agency's own dossiers, never anybody else's."""
    return select(Dossier).where(Dossier.agency_code == agency_code)


async def get_dossier(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    """Absent and not theirs look the same."""
    found = (await session.scalars(visible_to(agency_code).where(Dossier.id == dossier_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


class DossierNotHere(Exception):
    """An event about a dossier that is not open here (yet): it is tried again later."""


async def lock_dossier(session: AsyncSession, dossier_id: UUID) -> Dossier:
    """For an event: whatever the agency, and nobody else meanwhile."""
    found = (await session.scalars(select(Dossier).where(Dossier.id == dossier_id).with_for_update())).one_or_none()
    if found is None:
        raise DossierNotHere(str(dossier_id))
    return found


def search_words(text: str) -> tuple[str, ...]:
    """What is typed without diacritics finds what is written with them."""
    return tuple(fold(text).replace("\x00", "").split()[:LONGEST_SEARCH])


async def list_ended(
    session: AsyncSession, agency_code: str, words: tuple[str, ...], after: tuple[datetime, UUID] | None, limit: int
) -> list[Dossier]:
    """Closed dossiers of an agency, the newest first."""
    statement = visible_to(agency_code).where(Dossier.status.in_(ENDED))
    for word in words:
        statement = statement.where(Dossier.search_text.contains(word, autoescape=True))
    if after is not None:
        statement = statement.where(tuple_(Dossier.opened_at, Dossier.id) < after)
    return list(await session.scalars(statement.order_by(Dossier.opened_at.desc(), Dossier.id.desc()).limit(limit)))


async def list_papers(session: AsyncSession, dossier_id: UUID) -> list[DossierPaper]:
    statement = select(DossierPaper).where(DossierPaper.dossier_id == dossier_id)
    return list(
        await session.scalars(statement.order_by(DossierPaper.paper_code, DossierPaper.added_at, DossierPaper.id))
    )


async def list_forms(session: AsyncSession, dossier_id: UUID) -> list[PrintedForm]:
    statement = select(PrintedForm).where(PrintedForm.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(PrintedForm.made_at, PrintedForm.id)))


async def list_hand_overs(session: AsyncSession, dossier_id: UUID) -> list[HandOver]:
    statement = select(HandOver).where(HandOver.dossier_id == dossier_id).order_by(HandOver.number)
    return list(await session.scalars(statement))


async def find_file(session: AsyncSession, dossier_id: UUID, sha256: str) -> Any | None:
    """The dossier's own record of a file: that, and nothing else, gives the right to read it."""
    paper = select(DossierPaper).where(DossierPaper.dossier_id == dossier_id, DossierPaper.sha256 == sha256)
    form = select(PrintedForm).where(PrintedForm.dossier_id == dossier_id, PrintedForm.sha256 == sha256)
    return (await session.scalars(paper)).first() or (await session.scalars(form)).first()

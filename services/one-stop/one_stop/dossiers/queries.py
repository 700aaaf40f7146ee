"""Reading dossiers. Every query begins with the agency whose officer asks."""

import re
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import held_by_agency
from one_stop.dossiers.models import Dossier, DossierPaper, HandOver, PrintedForm
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.standards.typed import Unreadable, read_identifier, read_phone
from shared.storage.words import typed_words


def visible_to(agency_code: str) -> Select[Dossier]:
    """The one door: an agency's own dossiers, never anybody else's."""
    return select(Dossier).where(Dossier.agency_code == agency_code)


def reached_by(agency_code: str) -> Select[Dossier]:
    """The same door for one that is named: the agency's own, what its counter received for another, whose step it does or did."""
    step_here = Dossier.step_agency_code == agency_code
    own = Dossier.agency_code == agency_code
    came = or_(HandOver.to_agency_code == agency_code, HandOver.to_holder_id == held_by_agency(agency_code))
    step_done = select(HandOver.id).where(HandOver.dossier_id == Dossier.id, came).exists()
    return select(Dossier).where(or_(own, Dossier.received_agency_code == agency_code, step_here, step_done))


async def get_own_dossier(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    """For what is the competent agency's alone: drafts, its own work on the dossier."""
    found = (await session.scalars(visible_to(agency_code).where(Dossier.id == dossier_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def at_counter_of(agency_code: str) -> Select[Dossier]:
    """Whose counter takes fees and hands out: of the agency that decides, and the one that received it."""
    return select(Dossier).where(or_(Dossier.agency_code == agency_code, Dossier.received_agency_code == agency_code))


async def get_at_counter(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    found = (await session.scalars(at_counter_of(agency_code).where(Dossier.id == dossier_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def get_worked_on(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    """The same for reading, also by the agency that does its step now."""
    found = await get_dossier(session, dossier_id, agency_code)
    if not found.worked_on_by(agency_code):
        raise NotFound("not_found")
    return found


async def get_dossier(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    """Absent and not theirs look the same."""
    found = (await session.scalars(reached_by(agency_code).where(Dossier.id == dossier_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def get_with_papers(
    session: AsyncSession, dossier_id: UUID, agency_code: str
) -> tuple[Dossier, list[DossierPaper]]:
    """The same with its papers, in the order of `list_papers`, by one statement."""
    found = reached_by(agency_code).where(Dossier.id == dossier_id).add_columns(DossierPaper)
    found = found.outerjoin(DossierPaper, DossierPaper.dossier_id == Dossier.id).order_by(*_PAPERS)
    rows = (await session.execute(found)).all()
    if not rows:
        raise NotFound("not_found")
    return rows[0][0], [paper for _, paper in rows if paper is not None]


class DossierNotHere(Exception):
    """An event about a dossier that is not open here (yet): it is tried again later."""


async def lock_dossier(session: AsyncSession, dossier_id: UUID) -> Dossier:
    """For an event: whatever the agency, and nobody else meanwhile."""
    found = (await session.scalars(select(Dossier).where(Dossier.id == dossier_id).with_for_update())).one_or_none()
    if found is None:
        raise DossierNotHere(str(dossier_id))
    return found


def search_words(typed: str) -> str:
    """What is looked for; a number is found however it is set apart."""
    return number_in(typed) or " ".join(typed_words(typed.replace("\x00", "")))


def number_in(typed: str) -> str:
    """The identity number, tax code or phone number that this is as a whole, as dossiers have it; or nothing."""
    if _END_OF_CODE.fullmatch(typed.strip()):
        return ""
    digits = re.sub(r"[^0-9+]", "", typed)
    for read in (read_identifier, read_phone):
        try:
            number = read(typed)
        except Unreadable:
            continue
        # A reader that has to add digits has mistaken what it read.
        if number.replace("-", "") == digits or digits.startswith(("+", "84", "00")):
            return number
    return ""


_END_OF_CODE = re.compile(r"[0-9]{6}-[0-9]{4,}")
"""The day and number that end a dossier's code: one in eleven would pass for a tax code, check digit and all."""


def number_looked_up(typed: str) -> str:
    """The last three digits, the others hidden, of a number of a person that is searched for whole or in part."""
    numbers = [number_in(typed), *(word for word in typed.split() if len(word) >= PART_OF_NUMBER and word.isdecimal())]
    return next((f"{'*' * (len(number) - 3)}{number[-3:]}" for number in numbers if number), "")


PART_OF_NUMBER = 6
"""Fewer digits are a date or a part of a code."""


async def list_papers(session: AsyncSession, dossier_id: UUID) -> list[DossierPaper]:
    statement = select(DossierPaper).where(DossierPaper.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(*_PAPERS)))


_PAPERS = DossierPaper.paper_code, DossierPaper.added_at, DossierPaper.id


async def list_forms(session: AsyncSession, dossier_id: UUID) -> list[PrintedForm]:
    statement = select(PrintedForm).where(PrintedForm.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(PrintedForm.made_at, PrintedForm.id)))


async def list_hand_overs(
    session: AsyncSession,
    dossier_id: UUID,
    after: int = 0,
    limit: int | None = None,
    besides: Collection[str] = (),
) -> list[HandOver]:
    """The oldest first, from behind `after`; `besides`: acts that are left out."""
    behind = HandOver.dossier_id == dossier_id, HandOver.number > after
    statement = select(HandOver).where(*behind, HandOver.action.not_in(besides)).order_by(HandOver.number).limit(limit)
    return list(await session.scalars(statement))


async def find_file(session: AsyncSession, dossier_id: UUID, sha256: str) -> FileReference | None:
    """A file that the dossier's own records name: that, and nothing else, gives the right to read it."""
    form = select(PrintedForm).where(PrintedForm.dossier_id == dossier_id, PrintedForm.sha256 == sha256)
    papers = await list_papers(session, dossier_id)
    own = [paper.reference() for paper in papers] + [file for paper in papers for file in paper.original_files()]
    found = next((file for file in own if file.sha256 == sha256), None)
    if found is None and (printed := (await session.scalars(form)).first()) is not None:
        return printed.reference()
    return found


async def find_in_history(session: AsyncSession, dossier_id: UUID, sha256: str) -> FileReference | None:
    """A file that a step of this dossier made or brought."""
    named = HandOver.dossier_id == dossier_id, HandOver.files.contains([{"sha256": sha256}])
    row = (await session.scalars(select(HandOver).where(*named).limit(1))).one_or_none()
    found = [FileReference.model_validate(file) for file in row.files] if row else []
    return next((file for file in found if file.sha256 == sha256), None)

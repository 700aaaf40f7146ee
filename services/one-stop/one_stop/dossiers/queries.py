"""Reading dossiers. Every query begins with the agency whose officer asks."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from one_stop.dossiers.models import ENDED_DOSSIER, Dossier, DossierPaper, HandOver, PrintedForm
from one_stop.dossiers.rules import SHORT, Cursor
from shared.core.errors import NotFound
from shared.standards.typed import Unreadable, read_identifier, read_phone
from shared.standards.vietnamese import fold
from shared.storage.words import begins_a_word

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


def search_words(typed: str) -> tuple[str, ...]:
    """What is typed without diacritics finds what is written with them; a number is found however it is set apart."""
    number = number_in(typed)
    return (number,) if number else tuple(fold(typed).replace("\x00", "").split()[:LONGEST_SEARCH])


def number_in(typed: str) -> str:
    """The identity number, tax code or phone number that this is as a whole, as dossiers have it; or nothing."""
    digits = re.sub(r"[^0-9+]", "", typed)
    for read in (read_identifier, read_phone):
        try:
            number = read(typed)
        except Unreadable:
            continue
        # The end of a dossier's code is digits too: a reader that has to add some has mistaken it.
        if number.replace("-", "") == digits or digits.startswith(("+", "84", "00")):
            return number
    return ""


def number_looked_up(typed: str) -> str:
    """The last three digits, the others hidden, of a number of a person that is searched for whole or in part."""
    numbers = [number_in(typed), *(word for word in typed.split() if len(word) >= PART_OF_NUMBER and word.isdecimal())]
    return next((f"{'*' * (len(number) - 3)}{number[-3:]}" for number in numbers if number), "")


PART_OF_NUMBER = 6
"""Fewer digits are a date or a part of a code."""


async def list_ended(
    session: AsyncSession, agency_code: str, words: tuple[str, ...], after: Cursor | None, limit: int
) -> list[Dossier]:
    """Closed dossiers of an agency, the newest first.

    Nobody can tell beforehand how many have a word: first the newest are looked through, which finds what many have; what
    so few have that these do not fill a page is found by the words' own indexes and then ordered.
    """
    ended = visible_to(agency_code).where(text(ENDED_DOSSIER))
    if after is not None:
        ended = ended.where(tuple_(Dossier.opened_at, Dossier.id) < (after.moment, after.row_id))
    newest = ended.order_by(Dossier.opened_at.desc(), Dossier.id.desc())
    if not words:
        return list(await session.scalars(newest.limit(limit)))
    recent = aliased(Dossier, newest.limit(LOOKED_THROUGH).subquery())
    among = select(recent).where(*(_has(recent.search_text, word) for word in words))
    found = list(await session.scalars(among.order_by(recent.opened_at.desc(), recent.id.desc()).limit(limit)))
    beyond = newest.with_only_columns(Dossier.id).offset(LOOKED_THROUGH).limit(1)
    if len(found) == limit or await session.scalar(beyond) is None:
        return found
    rare = ended.where(*(_has(Dossier.search_text, word) for word in words)).with_only_columns(Dossier.id)
    hits = rare.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
    statement = select(Dossier).join(hits, hits.c.id == Dossier.id)
    return list(await session.scalars(statement.order_by(Dossier.opened_at.desc(), Dossier.id.desc()).limit(limit)))


LOOKED_THROUGH = 1000


def _has(column: Any, word: str) -> ColumnElement[bool]:
    """The word anywhere; one too short for groups of three letters, at the beginning of a word."""
    if len(word) < SHORT:
        return begins_a_word(column, word)
    condition: ColumnElement[bool] = column.contains(word, autoescape=True)
    return condition


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

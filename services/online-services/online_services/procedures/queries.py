"""Finding procedures: without diacritics, in the order of the Vietnamese dictionary, page by page."""

import base64
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import case, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from online_services.eforms.schema import EForm, load_eform
from online_services.procedures.models import Agency, Procedure, PublishedForm
from online_services.procedures.rules import (
    LEAST_JOINED,
    LEAST_LIKENESS,
    MOST_NEAR,
    like_pattern,
    near_words,
    search_words,
)
from online_services.procedures.schemas import ProcedureFilter
from shared.core import clock
from shared.core.errors import Malformed, NotFound
from shared.standards.vietnamese import fold


@dataclass(frozen=True)
class Page:
    items: list[Procedure]
    after: str | None


def _rank(words: list[str]) -> Any:
    """0 where the words stand together as typed, 1 where they are only all there."""
    phrase = " ".join(words)
    return case((Procedure.folded.like(like_pattern(phrase)), 0), else_=1) if len(words) > 1 else literal(0)


def _filtered(statement: Any, wanted: ProcedureFilter, words: list[str]) -> Any:
    for word in words:
        statement = statement.where(Procedure.folded.like(like_pattern(word)))
    return _offered(statement, wanted)


def _offered(statement: Any, wanted: ProcedureFilter) -> Any:
    """What is open to the public and passes the filters."""
    statement = statement.where(or_(Procedure.ended_at.is_(None), Procedure.ended_at > func.now()))
    if wanted.agency:
        statement = statement.where(Procedure.agency_codes.contains([wanted.agency]))
    if wanted.field:
        statement = statement.where(Procedure.field == wanted.field)
    if wanted.level is not None:
        statement = statement.where(Procedure.level == wanted.level)
    return statement


async def list_procedures(session: AsyncSession, wanted: ProcedureFilter, limit: int, after: str | None = None) -> Page:
    words = search_words(wanted.q)
    rank = _rank(words)
    key = tuple_(rank, Procedure.sort_key, Procedure.code)
    statement = _filtered(select(Procedure, rank.label("rank")), wanted, words)
    if after:
        statement = statement.where(key > tuple_(*[literal(part) for part in _read_cursor(after)]))
    rows = (await session.execute(statement.order_by(rank, Procedure.sort_key, Procedure.code).limit(limit + 1))).all()
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    cursor = _make_cursor(last.rank, last.Procedure.sort_key, last.Procedure.code) if last else None
    return Page([row.Procedure for row in shown], cursor)


async def count_procedures(session: AsyncSession, wanted: ProcedureFilter) -> int:
    """The whole catalogue is some thousand rows at most: counting it is cheap."""
    statement = _filtered(select(func.count()).select_from(Procedure), wanted, search_words(wanted.q))
    return int((await session.execute(statement)).scalar_one())


async def list_near(session: AsyncSession, wanted: ProcedureFilter) -> list[Procedure]:
    """Có phải bạn tìm: what has most of the words or nearly so, the best first; also words typed without spaces.

    Every row is looked at: the whole catalogue is some thousand rows at most.
    """
    words = [word for word in near_words(wanted.q) if len(word) > 1]
    if not words:
        return []
    text = func.replace(Procedure.folded, "y", "i")
    parts = [func.strict_word_similarity(word, text) * len(word) for word in words]
    score = sum(parts[1:], parts[0]) / sum(len(word) for word in words)
    joined = "".join(words)
    if len(joined) >= LEAST_JOINED:
        together = func.replace(text, " ", "").like(like_pattern(joined))
        score = case((together, score + 1), else_=score)
    ranked = _offered(select(Procedure, score.label("score")), wanted).subquery()
    near = aliased(Procedure, ranked)
    statement = select(near).where(ranked.c.score >= LEAST_LIKENESS).order_by(ranked.c.score.desc(), near.sort_key)
    return list((await session.execute(statement.limit(MOST_NEAR))).scalars())


def _make_cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def _read_cursor(text: str) -> list[Any]:
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if isinstance(parts[0], int) and len(parts) == 3 and all(isinstance(part, str) for part in parts[1:]):
            return list(parts)
    except (ValueError, TypeError, KeyError, IndexError):
        pass
    raise Malformed("cursor_malformed")


async def find_procedure(session: AsyncSession, code: str) -> Procedure | None:
    return await session.get(Procedure, code)


async def get_procedure(session: AsyncSession, code: str) -> Procedure:
    procedure = await find_procedure(session, code)
    if procedure is None:
        raise NotFound("not_found")
    return procedure


async def list_agencies(session: AsyncSession, codes: list[str]) -> list[Agency]:
    """Those of the agencies that take dossiers today."""
    today = clock.local_now().date()
    statement = select(Agency).where(Agency.code.in_(codes), or_(Agency.valid_to.is_(None), Agency.valid_to >= today))
    return list((await session.execute(statement.order_by(Agency.sort_key, Agency.code))).scalars())


async def list_heirs(session: AsyncSession, codes: list[str], former: str) -> list[Agency]:
    """Competent agencies for somebody whose agency is competent no more: its successor first, however often it was renamed."""
    agencies = await list_agencies(session, codes)
    line: list[str] = []
    place: Agency | None = await find_agency(session, former)
    while place is not None and place.successor_code and place.successor_code not in line:
        line.append(place.successor_code)
        place = await find_agency(session, place.successor_code)
    return sorted(agencies, key=lambda agency: line.index(agency.code) if agency.code in line else len(line))


async def find_agency(session: AsyncSession, code: str) -> Agency | None:
    return await session.get(Agency, code)


async def list_competent_agencies(session: AsyncSession) -> list[Agency]:
    """Agencies that any procedure names, for the filter."""
    named = select(func.unnest(Procedure.agency_codes)).distinct()
    statement = select(Agency).where(Agency.code.in_(named))
    return list((await session.execute(statement.order_by(Agency.sort_key, Agency.code))).scalars())


async def list_fields(session: AsyncSession) -> list[str]:
    """Lĩnh vực, in alphabetical order without regard to diacritics."""
    statement = select(Procedure.field).where(Procedure.field != "").distinct().order_by(Procedure.field)
    return sorted((await session.execute(statement)).scalars(), key=fold)


async def find_form(session: AsyncSession, form_id: str, version: int | None = None) -> PublishedForm | None:
    """The given version, or the newest."""
    statement = select(PublishedForm).where(PublishedForm.form_id == form_id)
    if version is not None:
        statement = statement.where(PublishedForm.version == version)
    return (await session.execute(statement.order_by(PublishedForm.version.desc()).limit(1))).scalar_one_or_none()


async def get_form(session: AsyncSession, form_id: str, version: int | None = None) -> PublishedForm:
    """The form of a procedure; one that is not there yet is a gap in the catalogue, not the caller's mistake."""
    form = await find_form(session, form_id, version)
    if form is None:
        raise NotFound("form_missing")
    return form


_loaded: dict[tuple[str, int, object], EForm] = {}
_MOST_LOADED = 500


def eform_of(form: PublishedForm) -> EForm:
    """The published form, ready to show and check; loaded once, since a version never changes."""
    return loaded_eform(form.form_id, form.version, form.title, form.schema, form.ui, form.published_at)


def loaded_eform(
    form_id: str, version: int, title: str, schema: dict[str, Any], ui: dict[str, Any], stamp: object
) -> EForm:
    key = (form_id, version, stamp)
    if key not in _loaded:
        if len(_loaded) >= _MOST_LOADED:
            _loaded.clear()
        _loaded[key] = load_eform({"id": form_id, "version": version, "title": title, "schema": schema, "uischema": ui})
    return _loaded[key]

"""Finding procedures: without diacritics, in the order of the Vietnamese dictionary, page by page."""

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from online_services.procedures.listing import GOES_ON, Offer, columns_of, offered
from online_services.procedures.models import Procedure, PublishedForm
from online_services.procedures.rules import (
    LEAST_JOINED,
    LEAST_LIKENESS,
    MOST_NEAR,
    MOST_RELATED,
    like_pattern,
    near_words,
    week_words,
)
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.models import Agency
from shared.directory.queries import agencies_on, list_successors
from shared.standards.vietnamese import fold
from shared.work.eforms.loading import loaded_eform
from shared.work.eforms.schema import EForm
from shared.work.listing import Chosen
from shared.work.working_calendar.queries import list_slots


async def list_near(session: AsyncSession, wanted: Chosen) -> list[Offer]:
    """Có phải bạn tìm: what has most of the words or nearly so, the best first; also words typed without spaces.

    Every row is looked at: the whole catalogue is some thousand rows at most.
    """
    words = [word for word in near_words(wanted.words) if len(word) > 1]
    if not words:
        return []
    text = func.replace(Procedure.folded, "y", "i")
    parts = [func.strict_word_similarity(word, text) * len(word) for word in words]
    score = sum(parts[1:], parts[0]) / sum(len(word) for word in words)
    joined = "".join(words)
    if len(joined) >= LEAST_JOINED:
        together = func.replace(text, " ", "").like(like_pattern(joined))
        score = case((together, score + 1), else_=score)
    ranked = offered(select(Procedure, score.label("score")), wanted.filters).subquery()
    near = aliased(Procedure, ranked)
    statement = (
        select(*columns_of(near)).where(ranked.c.score >= LEAST_LIKENESS).order_by(ranked.c.score.desc(), near.sort_key)
    )
    return [Offer(*row) for row in await session.execute(statement.limit(MOST_NEAR))]


async def find_procedure(session: AsyncSession, code: str) -> Procedure | None:
    return await session.get(Procedure, code)


async def get_procedure(session: AsyncSession, code: str) -> Procedure:
    procedure = await find_procedure(session, code)
    if procedure is None:
        raise NotFound("not_found")
    return procedure


async def list_agencies(session: AsyncSession, codes: list[str]) -> list[Agency]:
    """Those of the agencies that take dossiers today."""
    query = agencies_on(clock.local_now().date()).where(Agency.code.in_(codes)).order_by(None)
    return list((await session.scalars(query.order_by(Agency.sort_key, Agency.code))).all())


@dataclass(frozen=True)
class Counter:
    """Bộ phận Tiếp nhận và Trả kết quả of an agency: where one files and asks."""

    agency: Agency
    hours: str
    """Giờ làm việc, in words."""


async def list_counters(session: AsyncSession, codes: list[str]) -> list[Counter]:
    """Those of the agencies that take dossiers today."""
    slots = await list_slots(session, codes)
    return [Counter(agency, week_words(slots[agency.code])) for agency in await list_agencies(session, codes)]


async def list_related_online(session: AsyncSession, procedure: Procedure) -> list[Procedure]:
    """Dịch vụ trực tuyến liên quan: of the same field, then of the same agency."""
    same_field = Procedure.field == procedure.field
    statement = (
        select(Procedure)
        .where(GOES_ON, Procedure.suspended_at.is_(None), Procedure.form_id != "", Procedure.code != procedure.code)
        .where(or_(same_field, Procedure.agency_codes.overlap(procedure.agency_codes)))
        .order_by(same_field.desc(), Procedure.sort_key, Procedure.code)
    )
    return list((await session.scalars(statement.limit(MOST_RELATED))).all())


async def list_heirs(session: AsyncSession, codes: list[str], former: str) -> list[Agency]:
    """Competent agencies for somebody whose agency is competent no more: its successor first, however often it was renamed."""
    agencies, line = await list_agencies(session, codes), await list_successors(session, former)
    return sorted(agencies, key=lambda agency: line.index(agency.code) if agency.code in line else len(line))


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


def eform_of(form: PublishedForm) -> EForm:
    """The published form, ready to show and check."""
    return loaded_eform(form.form_id, form.version, form.title, form.schema, form.ui, form.published_at)

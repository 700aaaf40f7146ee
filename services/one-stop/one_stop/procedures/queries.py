"""Reading procedures."""

from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, exists, func, inspect, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from one_stop.agencies.queries import codes_ended_into
from one_stop.procedures.models import CompetentAgency, FormTitles, ProcedureVersion
from one_stop.procedures.results import DeclaredResult, declared_results
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import codes_before
from shared.standards.vietnamese import fold
from shared.work.eforms.schema import EForm


def _whole(statement: Select[ProcedureVersion]) -> Select[ProcedureVersion]:
    return statement.options(
        selectinload(ProcedureVersion.steps),
        selectinload(ProcedureVersion.papers),
        selectinload(ProcedureVersion.agencies),
    )


def decided_by(agency_code: str, procedure: Any) -> ColumnElement[bool]:
    """Whether the agency is competent now for the procedure that the column names."""
    return exists().where(
        CompetentAgency.agency_code == agency_code,
        CompetentAgency.procedure_version_id == ProcedureVersion.id,
        ProcedureVersion.code == procedure,
        ProcedureVersion.current,
    )


def of_former(owner: Any, procedure: Any, agency_code: str) -> ColumnElement[bool]:
    """Whose rows of agencies that ended it reads now: the first successor all, another one those of procedures that it decides; so does
    whoever has a part of one that stands. `owner`, `procedure`: the columns that name them.
    """
    before, came = codes_before(agency_code, clock.local_now().date()), codes_ended_into(agency_code)
    shared = and_(owner != agency_code, decided_by(agency_code, procedure))
    # Said of the owner first, so that nothing is read where nobody ended into this one.
    return and_(owner.in_(union(before, came)), or_(owner.in_(before), shared))


async def find_current(session: AsyncSession, code: str) -> ProcedureVersion | None:
    """The version in force of one procedure, with steps, papers and agencies."""
    statement = select(ProcedureVersion).where(ProcedureVersion.code == code, ProcedureVersion.current)
    return (await session.scalars(_whole(statement))).one_or_none()


async def find_standing(
    session: AsyncSession, code: str
) -> tuple[ProcedureVersion | None, tuple[datetime, str] | None]:
    """The same to read (`get_version`), and since when and why it takes nothing new: None where it does."""
    known = ProcedureVersion.id, ProcedureVersion.suspended_at, ProcedureVersion.suspended_why
    in_force = select(*known).where(ProcedureVersion.code == code, ProcedureVersion.current)
    row = (await session.execute(in_force)).one_or_none()
    if row is None:
        return None, None
    since = row.suspended_at
    return await get_version(session, row.id), None if since is None else (since, row.suspended_why)


async def last_number(session: AsyncSession, code: str) -> int:
    """The newest version's number, in force or ended; 0 when there has been none."""
    return await session.scalar(select(func.max(ProcedureVersion.version)).where(ProcedureVersion.code == code)) or 0


async def find_newest(session: AsyncSession, code: str) -> ProcedureVersion | None:
    """The newest version of one procedure, in force or not."""
    statement = select(ProcedureVersion).where(ProcedureVersion.code == code)
    return (await session.scalars(_whole(statement).order_by(ProcedureVersion.version.desc()).limit(1))).one_or_none()


async def list_versions(session: AsyncSession, code: str) -> list[ProcedureVersion]:
    """The newest first."""
    statement = select(ProcedureVersion).where(ProcedureVersion.code == code)
    return list(await session.scalars(_whole(statement).order_by(ProcedureVersion.version.desc())))


async def list_named(session: AsyncSession) -> list[tuple[str, str]]:
    """Code and name of each procedure in force, by name."""
    named = select(ProcedureVersion.code, ProcedureVersion.name).where(ProcedureVersion.current)
    return [(code, name) for code, name in await session.execute(named.order_by(ProcedureVersion.sort_key))]


async def list_declared(session: AsyncSession) -> list[tuple[str, DeclaredResult]]:
    """Procedure and each kind of result that a version of it, ended or not, declares under a code; as the newest of these says it."""
    results = ProcedureVersion.source["results"]
    said = select(ProcedureVersion.code, results).where(ProcedureVersion.source.has_key("results"))
    found: dict[tuple[str, str], DeclaredResult] = {}
    for code, rows in await session.execute(said.order_by(ProcedureVersion.version.desc())):
        for one in declared_results({"results": rows}):
            if one.code:
                found.setdefault((code, one.code), one)
    return [(code, one) for (code, _), one in sorted(found.items())]


async def list_forms(session: AsyncSession) -> list[tuple[str, str]]:
    """E-forms whose fields are known: id, and the title that the newest version bears."""
    title = FormTitles.content["title"].astext
    rows = await session.execute(select(FormTitles.form_id, title).order_by(FormTitles.form_version))
    return sorted({form: said or form for form, said in rows}.items(), key=lambda known: known[1])


async def newest_eform(session: AsyncSession, form_id: str) -> EForm | None:
    """Tờ khai as the counter asks with it today; None where the procedure has none, or only its titles are known."""
    if not form_id:
        return None
    statement = select(FormTitles).where(FormTitles.form_id == form_id, FormTitles.content.is_not(None))
    found = await session.scalar(statement.order_by(FormTitles.form_version.desc()).limit(1))
    return found.eform() if found is not None else None


async def newest_labels(session: AsyncSession, form_id: str) -> list[dict[str, Any]]:
    """Fields of the e-form's newest version; none where the e-form is not known."""
    statement = select(FormTitles.field_labels).where(FormTitles.form_id == form_id)
    return await session.scalar(statement.order_by(FormTitles.form_version.desc()).limit(1)) or []


async def list_seeded_codes(session: AsyncSession) -> set[str]:
    """Those in force that came from the province's files."""
    seeded = select(ProcedureVersion.code).where(ProcedureVersion.current, ProcedureVersion.change_id.is_(None))
    return set(await session.scalars(seeded))


async def find_last(session: AsyncSession, code: str, *agency_codes: str) -> ProcedureVersion | None:
    """The newest version under which one of these agencies decides, in force or not: what was filed in time is opened all the same."""
    competent = select(CompetentAgency.procedure_version_id).where(CompetentAgency.agency_code.in_(agency_codes))
    statement = (
        select(ProcedureVersion)
        .where(ProcedureVersion.code == code, ProcedureVersion.id.in_(competent))
        .order_by(ProcedureVersion.version.desc())
        .limit(1)
    )
    return (await session.scalars(_whole(statement))).one_or_none()


async def get_current(session: AsyncSession, code: str) -> ProcedureVersion:
    found = await find_current(session, code)
    if found is None:
        raise NotFound("not_found")
    return found


async def get_version(session: AsyncSession, version_id: UUID) -> ProcedureVersion:
    """The very version a dossier began under, from what this process keeps: to read, and not for whether it is still in force."""
    known = _KNOWN.setdefault(session.get_bind(), {})
    if version_id in known:
        return known[version_id]
    found = (await session.scalars(_whole(select(ProcedureVersion).where(ProcedureVersion.id == version_id)))).one()
    if found.source is None:  # its row may still be completed
        return found
    while len(known) >= _KEPT:
        del known[next(iter(known))]
    return known.setdefault(version_id, _apart(found))


_KNOWN: WeakKeyDictionary[Engine | Connection, dict[UUID, ProcedureVersion]] = WeakKeyDictionary()
"""By database."""
_KEPT = 500
"""Versions in one process; the oldest goes first. A published version is never changed but for when it was in force."""


def _apart(version: ProcedureVersion) -> ProcedureVersion:
    """A copy that belongs to no session, so that none expires it or writes it."""
    copy: ProcedureVersion = _columns_of(version)
    copy.steps = [_columns_of(step) for step in version.steps]
    copy.papers = [_columns_of(paper) for paper in version.papers]
    copy.agencies = [_columns_of(agency) for agency in version.agencies]
    return copy


def _columns_of(row: Any) -> Any:
    names = inspect(type(row)).column_attrs.keys()
    return type(row)(**{name: getattr(row, name) for name in names})


async def list_current(
    session: AsyncSession, *, agency_code: str = "", search: str = "", after: str = "", limit: int = 50
) -> list[ProcedureVersion]:
    """Procedures in force in the order of their codes, those of one agency if it is given."""
    statement = select(ProcedureVersion).where(ProcedureVersion.current, ProcedureVersion.code > after)
    if agency_code:
        competent = select(CompetentAgency.procedure_version_id).where(CompetentAgency.agency_code == agency_code)
        statement = statement.where(ProcedureVersion.id.in_(competent))
    for word in fold(search).split()[:8]:
        statement = statement.where(ProcedureVersion.folded_name.contains(word, autoescape=True))
    statement = statement.order_by(ProcedureVersion.code).limit(limit)
    return list(await session.scalars(_whole(statement)))

"""What changes agencies: the province's own table is published, and every change told."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.agencies.rules import CONTACTS, parents_first
from shared.contracts.mail_directory import AgencyRecorded
from shared.contracts.values import FormerCode, FormerName
from shared.core import clock
from shared.messaging.outbox import tell
from shared.standards.agency_code import is_agency_code
from shared.standards.typed import Unreadable, clean_line
from shared.standards.typed_dates import read_date
from shared.storage import evidence

_SEEDING = "seeding"


async def record_agency(session: AsyncSession, agency: Agency) -> None:
    """Ghi nhận cơ quan và báo cho các dịch vụ khác."""
    session.add(agency)
    await session.flush()
    await tell(
        session,
        AgencyRecorded(
            agency_code=agency.code,
            name=agency.name,
            short_name=agency.short_name,
            tier=agency.tier,
            parent_code=agency.parent_code or "",
            mail_domain=agency.mail_domain,
            **{name: getattr(agency, name) or "" for name in CONTACTS},
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            successor_code=agency.successor_code or "",
            collective=agency.collective,
            former_names=tuple(FormerName.model_validate(former) for former in agency.former_names),
            code_2020=agency.code_2020 or "",
            former_codes=tuple(FormerCode.model_validate(former) for former in agency.former_codes),
        ),
    )


async def publish_agencies(session: AsyncSession, rows: Sequence[Mapping[str, str]], since: date | None = None) -> int:
    """Công bố danh sách cơ quan (`agencies.csv`): new, changed and gone ones are told; the same content twice changes nothing.

    What is gone from the table ended yesterday: it takes nothing new, and whoever holds a post there finishes what runs. What was
    merged, ended, renamed or made on the screens is kept there and stays as it is. Returns how many were told. Raises ValueError, in
    words for who wrote the table.
    """
    day = clock.local_now().date()
    known = {agency.code: agency for agency in await session.scalars(select(Agency))}
    told = 0
    for row in parents_first(rows):
        agency, act = known.get(row["code"]), "agency-changed"
        if agency is None:
            agency, act = Agency(code=row["code"], code_2020=None, valid_from=since or day), "agency-recorded"
        elif _as_row(agency) == _wanted(row) or (agency.kept_here and _contacts(row) == _contacts_of(agency)):
            continue
        elif agency.kept_here:
            # How it is reached is no act of a reorganisation: that the table goes on saying.
            await _record_contacts(session, agency, row)
            told += 1
            continue
        elif agency.name != row["name"]:
            agency.keep_name(day - timedelta(days=1))
        _take(agency, row, day)
        await record_agency(session, agency)
        await evidence.record(session, act, f"agency/{agency.code}", _SEEDING)
        told += 1
    for code in sorted(set(known) - {row["code"] for row in rows}):
        agency = known[code]
        if agency.kept_here:
            continue
        if agency.valid_to is None or agency.valid_to >= day:
            agency.valid_to = day - timedelta(days=1)
            await record_agency(session, agency)
            await evidence.record(session, "agency-ended", f"agency/{code}", _SEEDING)
            told += 1
    return told


def _wanted(row: Mapping[str, str]) -> tuple[str | date | None, ...]:
    return (
        row["name"],
        row["short_name"],
        row["tier"],
        row["parent_code"] or None,
        row["mail_domain"],
        _last_day(row),
        row.get("successor_code") or None,
        clean_line(row.get("collective") or ""),
        _code_2020(row),
        *_contacts(row),
    )


def _contacts(row: Mapping[str, str]) -> list[str]:
    """A table without these columns says nothing of them."""
    return [clean_line(row.get(name) or "") for name in CONTACTS]


def _contacts_of(agency: Agency) -> list[str]:
    return [getattr(agency, name) or "" for name in CONTACTS]


def _take_contacts(agency: Agency, row: Mapping[str, str]) -> None:
    for name, value in zip(CONTACTS, _contacts(row), strict=True):
        setattr(agency, name, value)


async def _record_contacts(session: AsyncSession, agency: Agency, row: Mapping[str, str]) -> None:
    _take_contacts(agency, row)
    await record_agency(session, agency)
    await evidence.record(session, "agency-changed", f"agency/{agency.code}", _SEEDING)


def _as_row(agency: Agency) -> tuple[str | date | None, ...]:
    return (
        agency.name,
        agency.short_name,
        agency.tier,
        agency.parent_code,
        agency.mail_domain,
        agency.valid_to,
        agency.successor_code,
        agency.collective,
        agency.code_2020 or "",
        *_contacts_of(agency),
    )


def _code_2020(row: Mapping[str, str]) -> str:
    """Mã theo QĐ 20/2020; a table without that column says of none that it has one."""
    code = clean_line(row.get("code_2020") or "").upper()
    if code and not is_agency_code(code):
        raise ValueError(f"agencies.csv: {row['code']}: mã theo QĐ 20/2020 “{code}” không đúng dạng.")
    return code


def _take(agency: Agency, row: Mapping[str, str], day: date) -> None:
    agency.give_code(_code_2020(row), day - timedelta(days=1))
    agency.rename(row["name"], row["short_name"])
    agency.tier, agency.mail_domain = row["tier"], row["mail_domain"]
    agency.parent_code, agency.successor_code = row["parent_code"] or None, row.get("successor_code") or None
    agency.collective = clean_line(row.get("collective") or "")
    _take_contacts(agency, row)
    agency.valid_to = _last_day(row)


def _last_day(row: Mapping[str, str]) -> date | None:
    try:
        return read_date(row["valid_to"]) if row.get("valid_to") else None
    except Unreadable as error:
        raise ValueError(f"agencies.csv: {row['code']}: {error.sentence}") from None

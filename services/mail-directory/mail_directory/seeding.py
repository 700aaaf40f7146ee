"""First content of the directory: the agencies of the province, and people with posts, accounts and certificates."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, select

from mail_directory.agencies.actions import publish_agencies
from mail_directory.people import actions, telling
from mail_directory.people.models import Person
from mail_directory.people.schemas import NewPerson
from mail_directory.structure.actions import publish_units
from shared.access.rights import ROLE_NAMES
from shared.core.identifiers import new_secret
from shared.core.province import read_agencies, read_entries, read_province, read_units
from shared.core.settings import Settings
from shared.notifying.sentences import read_sentences
from shared.storage.database import Database

_SINCE = date(2016, 6, 1)


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Publish the agencies as they are now, and fill a directory that has no people. Returns the accounts it made.

    Certificates and seals come with the events (document-exchange), people of a new agency from who administers the agency above.
    """
    rows = _agencies(province)
    read_sentences(province)
    async with database.sessions.begin() as session:
        if await session.scalar(select(func.count()).select_from(Person)):
            await publish_agencies(session, rows)
            await publish_units(session, read_units(province))
            return []
        await publish_agencies(session, rows, _SINCE)
        names = {row["code"]: row["name"] for row in rows}
        accounts: list[dict[str, str]] = []
        for row in _officers(province, names):
            password = new_secret()
            await _add(session, row, password, must_change=not settings.trial_accounts)
            accounts.append(
                {
                    "user_name": row["user_name"],
                    "password": password,
                    "name": row["full_name"],
                    "role": ", ".join(ROLE_NAMES[role] for role in row["roles"]),
                    "agency_code": row["agency"],
                    "agency": names[row["agency"]],
                }
            )
        await publish_units(session, read_units(province))
    return accounts


def _agencies(province: Path) -> list[dict[str, str]]:
    """The table, whose tiers are those that the province has today; one that ended may be of a tier of then. Raises ValueError in words."""
    rows, tiers = read_agencies(province), read_province(province).tiers_on(telling.today())
    if strange := next((row for row in rows if row["tier"] not in ("", *tiers) and not row.get("valid_to")), None):
        raise ValueError(
            f"agencies.csv: cấp “{strange['tier']}” của {strange['code']} không có ở tỉnh này; "
            f"territorial_model, territorial_changes của province.json cho các cấp {', '.join(tiers)}."
        )
    return rows


def _officers(province: Path, agencies: Mapping[str, str]) -> list[dict[str, Any]]:
    """Raises ValueError in words."""
    needed = ("user_name", "full_name", "email", "phone", "agency", "roles", "position")
    rows = read_entries(province / "people.json", needed, "officers")
    for row in rows:
        if row["agency"] not in agencies:
            raise ValueError(
                f"people.json: cơ quan {row['agency']} của “{row['user_name']}” không có trong agencies.csv."
            )
        if not row["roles"] or any(role not in ROLE_NAMES for role in row["roles"]):
            raise ValueError(
                f"people.json: vai trò (roles) của “{row['user_name']}” phải là một hay nhiều trong: {', '.join(ROLE_NAMES)}."
            )
    return rows


async def _add(session: Any, row: dict[str, Any], password: str, *, must_change: bool) -> Person:
    new = NewPerson(
        full_name=row["full_name"],
        email=row["email"],
        phone=row["phone"],
        user_name=row["user_name"],
        agency_code=row["agency"],
        role=row["roles"][0],
        title=row["position"],
    )
    person = actions.new_person(new, uuid5(NAMESPACE_URL, f"lienthong:{row['user_name']}"))
    for role in row["roles"]:
        actions.new_post(person, row["agency"], role, row["position"], _SINCE, by=None)
    person.credential = actions.new_credential(row["user_name"], password, must_change=must_change)
    session.add(person)
    await session.flush()
    await telling.tell_person(session, person)
    return person

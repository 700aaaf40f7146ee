"""First content of the directory: the agencies of the province, and people with posts, accounts and certificates."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, select

from mail_directory.agencies.models import Agency
from mail_directory.people import actions
from mail_directory.people.models import Credential, Person
from mail_directory.people.schemas import NewPerson
from shared import clock, passwords
from shared.database import Database
from shared.identifiers import new_secret
from shared.rights import ROLE_NAMES, Role
from shared.settings import Settings
from shared.signing.authority import SigningAuthority

_SINCE = date(2016, 6, 1)


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Fill an empty directory; does nothing to one that has people. Returns the accounts it made."""
    async with database.sessions.begin() as session:
        if await session.scalar(select(func.count()).select_from(Person)):
            return []
        agencies = _agencies(province)
        for agency in agencies:
            await actions.record_agency(session, agency)
        names = {agency.code: agency.name for agency in agencies}
        authority = SigningAuthority(settings.authority_folder, settings.address)
        accounts: list[dict[str, str]] = []
        for row in json.loads((province / "people.json").read_text("utf-8"))["officers"]:
            password = new_secret()
            person = await _add(session, row, password, must_change=not settings.trial_accounts)
            if {Role.LEADER, Role.RECORDS_CLERK} & set(row["roles"]):
                authority.issue_officer(str(person.id), person.full_name, row["position"], names[row["agency"]])
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
        for agency in agencies:
            authority.issue_seal(agency.code, agency.name)
    return accounts


def _agencies(province: Path) -> list[Agency]:
    with (province / "agencies.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    made = []
    for row in rows:
        agency = Agency(
            code=row["code"],
            code_2020=None,
            tier=row["tier"],
            parent_code=row["parent_code"] or None,
            mail_domain=row["mail_domain"],
            valid_from=_SINCE,
            valid_to=None,
            successor_code=None,
        )
        agency.rename(row["name"], row["short_name"])
        made.append(agency)
    return made


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
        actions.new_post(person, row["agency"], role, row["position"], _SINCE)
    person.credential = Credential(
        user_name=row["user_name"],
        password_hash=passwords.hash_generated(password),
        must_change=must_change,
        changed_at=clock.now(),
    )
    session.add(person)
    await session.flush()
    await actions.tell_person(session, person, row["user_name"])
    return person

"""What this service brings into a fresh province: e-forms, a few citizens and an enterprise."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.accounts.queries import list_taken
from online_services.procedures.actions import publish_form
from shared.access import passwords
from shared.core.identifiers import new_id, new_secret
from shared.core.province import read_entries, read_province
from shared.core.settings import Settings
from shared.notifying.sentences import read_sentences
from shared.storage import evidence
from shared.storage.database import Database
from shared.work.eforms.schema import load_eform
from shared.work.working_calendar.keeping import keep_province_calendar


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Publish e-forms and calendar, open the accounts that are not there yet; those opened now come back with passwords."""
    read_sentences(province)
    forms = [orjson.loads(path.read_bytes()) for path in sorted((province / "eforms").glob("*.json"))]
    needed = ("user_name", "full_name", "kind", "address", "phone", "email")
    citizens = read_entries(province / "people.json", (*needed, "personal_id"), "citizens")
    enterprises = read_entries(province / "people.json", (*needed, "tax_code"), "enterprises")
    async with database.sessions.begin() as session:
        await keep_province_calendar(session, province, read_province(province))
        for raw in forms:
            load_eform(raw)
            await publish_form(session, raw["id"], raw["version"], raw["title"], raw["schema"], raw["uischema"])
        opened = [await _open_account(session, person) for person in [*citizens, *enterprises]]
    return [account for account in opened if account]


async def _open_account(session: AsyncSession, person: dict[str, Any]) -> dict[str, str] | None:
    organisation = person["kind"] == "enterprise"
    own_id = person["tax_code" if organisation else "personal_id"]
    if await list_taken(session, person["user_name"], own_id):
        return None
    password = new_secret()
    representative = person.get("representative", {})
    account = Account(
        id=new_id(),
        user_name=person["user_name"],
        kind="organisation" if organisation else "citizen",
        full_name=person["full_name"],
        personal_id=own_id,
        born_on=date.fromisoformat(person["born_on"]) if person.get("born_on") else None,
        address=person["address"],
        phone=person["phone"],
        email=person["email"],
        representative_name=representative.get("full_name", ""),
        representative_id=representative.get("personal_id", ""),
        password_hash=passwords.hash_generated(password),
    )
    session.add(account)
    await session.flush()
    await evidence.record(session, "account-seeded", f"account/{account.id}", "seeding", account_kind=account.kind)
    role = "Doanh nghiệp" if organisation else "Công dân"
    return {
        "user_name": account.user_name,
        "password": password,
        "name": account.full_name,
        "role": role,
        "agency_code": "",
        "agency": "",
    }

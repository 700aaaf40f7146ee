"""First data of the gateway: client systems of a few agencies, as `client-systems.json` of the province names them."""

from pathlib import Path

from sqlalchemy import select

from gateway.client_systems.actions import register_client_system
from gateway.client_systems.models import ClientSystem
from shared.core.province import read_agencies, read_entries
from shared.core.settings import Settings
from shared.storage.database import Database

SCOPES = ("documents", "dossiers", "directory", "parts")


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Register what is missing. Secrets are known only at this moment, so only new systems are returned.

    Raises ValueError, in words for who wrote the file, when a system lacks something or names an agency that is not in the table.
    """
    agencies = {row["code"]: row["name"] for row in read_agencies(province)}
    file = province / "client-systems.json"
    systems = read_entries(file, ("client_id", "agency", "name")) if file.exists() else []
    accounts: list[dict[str, str]] = []
    async with database.sessions.begin() as session:
        known = set((await session.execute(select(ClientSystem.code))).scalars())
        for system in systems:
            code, agency_code = system["client_id"], system["agency"]
            if code in known:
                continue
            if (agency := agencies.get(agency_code)) is None:
                raise ValueError(f"client-systems.json: cơ quan {agency_code} của {code} không có trong agencies.csv.")
            full_name = f"{system['name']} – {agency}"
            secret = await register_client_system(
                session, code, full_name, agency_code, agency, SCOPES, "system:seeding"
            )
            accounts.append(
                {
                    "user_name": code,
                    "password": secret,
                    "name": full_name,
                    "role": "client-system",
                    "agency_code": agency_code,
                    "agency": agency,
                }
            )
    return accounts

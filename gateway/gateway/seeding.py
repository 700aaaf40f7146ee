"""First data of the gateway: client systems of a few agencies."""

import csv
from pathlib import Path

from sqlalchemy import select

from gateway.client_systems.actions import register_client_system
from gateway.client_systems.models import ClientSystem
from shared.core.settings import Settings
from shared.storage.database import Database

SCOPES = ("documents", "dossiers", "directory")

_SYSTEMS = (
    ("qlvb-stttt", "000.00.11.H08", "Phần mềm quản lý văn bản"),
    ("qlvb-stc", "000.00.05.H08", "Phần mềm quản lý văn bản và điều hành"),
    ("mot-cua-quy-nhon", "000.00.31.H08", "Phần mềm một cửa điện tử"),
)
"""client_id, agency, name."""


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Register what is missing. Secrets are known only at this moment, so only new systems are returned."""
    with (province / "agencies.csv").open(encoding="utf-8", newline="") as file:
        agencies = {row["code"]: row["name"] for row in csv.DictReader(file)}
    accounts: list[dict[str, str]] = []
    async with database.sessions.begin() as session:
        known = set((await session.execute(select(ClientSystem.code))).scalars())
        for code, agency_code, name in _SYSTEMS:
            agency = agencies.get(agency_code)
            if code in known or agency is None:
                continue
            full_name = f"{name} – {agency}"
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

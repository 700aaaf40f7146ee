"""The province's own data, put in once; doing it again changes only what differs."""

import csv
import json
from datetime import time
from pathlib import Path
from typing import Any

from one_stop.agencies.actions import keep_agencies_known_so_far, keep_province
from one_stop.calendar.actions import keep_calendar, keep_hours
from one_stop.procedures.actions import publish_procedure
from shared.database import Database
from shared.settings import Settings
from shared.standards.calendar_days import read_calendar


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Calendar, working hours and procedures of the province. No accounts are made here."""
    facts: dict[str, Any] = json.loads(_read(province / "province.json"))
    source: dict[str, Any] = json.loads(_read(province / "procedures.json"))
    agencies = list(csv.DictReader(_read(province / "agencies.csv").splitlines()))
    hours = facts["working_time"]
    async with database.sessions.begin() as session:
        await keep_province(session, facts)
        await keep_agencies_known_so_far(session, agencies)
        await keep_calendar(session, read_calendar(_read(province / facts["calendar"])))
        slots = [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in hours["slots"]]
        await keep_hours(session, "", slots, hours["weekdays"])
        labels: dict[str, dict[str, str]] = {}
        for row in source["procedures"]:
            if row["form"] not in labels:
                labels[row["form"]] = read_labels(province / "eforms" / f"{row['form']}.json")
            await publish_procedure(session, row, labels[row["form"]], source["rule_set"])
    return []


def read_labels(eform: Path) -> dict[str, str]:
    """Title of each field by its name. Without the e-form an answer is shown under its field name."""
    if not eform.is_file():
        return {}
    properties = json.loads(_read(eform)).get("schema", {}).get("properties", {})
    return {name: str(rule.get("title") or name) for name, rule in properties.items()}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")

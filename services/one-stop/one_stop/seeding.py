"""The province's own data: what differs from before is published, what is gone from it is ended."""

import json
from pathlib import Path
from typing import Any

from one_stop.agencies.actions import keep_agencies_known_so_far, keep_province
from one_stop.catalogue.province_files import with_files
from one_stop.catalogue.seeding import seed_procedures
from one_stop.procedures.actions import keep_form_version
from one_stop.recounting.actions import recount_provisional
from shared.core.province import read_agencies, read_province
from shared.core.settings import Settings
from shared.storage.database import Database
from shared.storage.files import FileStore
from shared.work.eforms.schema import load_eform
from shared.work.working_calendar.keeping import keep_province_calendar


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Calendar, working hours and procedures of the province. No accounts are made here."""
    facts = read_province(province)
    source: dict[str, Any] = json.loads(_read(province / "procedures.json"))
    async with database.sessions.begin() as session:
        await keep_province(session, facts)
        await keep_agencies_known_so_far(session, read_agencies(province))
        await keep_province_calendar(session, province, facts)
        await recount_provisional(session)
        labels: dict[str, list[dict[str, Any]]] = {}
        for form in dict.fromkeys(row["form"] for row in source["procedures"] if row["form"]):
            path = province / "eforms" / f"{form}.json"
            form_version, labels[form] = read_labels(path)
            await keep_form_version(session, form, form_version, labels[form], read_content(path))
        rows = await with_files(session, FileStore.from_settings(settings), province, source["procedures"])
        await seed_procedures(session, rows, labels)
    return []


def read_labels(eform: Path) -> tuple[int, list[dict[str, Any]]]:
    """Version of the e-form, and name, title, format and choices of each field, and what of the account it repeats.

    Without the e-form an answer is shown under its field name.
    """
    if not eform.is_file():
        return 0, []
    form: dict[str, Any] = json.loads(_read(eform))
    properties: dict[str, Any] = form.get("schema", {}).get("properties", {})
    accounts = _prefilled(form)
    return int(form.get("version", 1)), [
        _label(name, rule, accounts.get(name, "")) for name, rule in properties.items()
    ]


def read_content(eform: Path) -> dict[str, Any] | None:
    """Title, schema and uischema, by which the counter asks; raises UnusableForm where it could not."""
    form: dict[str, Any] = json.loads(_read(eform)) if eform.is_file() else {}
    if not {"title", "schema", "uischema"} <= form.keys():
        return None
    load_eform(form)
    return {name: form[name] for name in ("title", "schema", "uischema")}


def _prefilled(form: dict[str, Any]) -> dict[str, str]:
    """Fields that the account fills in, and with what of it."""
    found: dict[str, str] = {}
    parts: list[Any] = [form.get("uischema", {})]
    while parts:
        part = parts.pop()
        if not isinstance(part, dict):
            continue
        parts += part.get("elements", [])
        source, scope = str(part.get("options", {}).get("prefill", "")), str(part.get("scope", ""))
        if source.startswith("account."):
            found[scope.rpartition("/")[2]] = source.removeprefix("account.")
    return found


def _label(name: str, rule: dict[str, Any], account: str) -> dict[str, Any]:
    options = rule.get("oneOf") or rule.get("items", {}).get("oneOf") or []
    choices = {
        str(option["const"]): str(option["title"]) for option in options if "const" in option and "title" in option
    }
    label = {"name": name, "title": rule.get("title") or name, "format": rule.get("format", ""), "choices": choices}
    # A field that can only be agreed to is nothing a supplement could mend.
    label["askable"] = "const" not in rule
    if account:
        label["account"] = account
    if born := rule.get("x-born-as-in"):
        label["born_as_in"] = born
    return label


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")

"""The province's file and what people decided on the screens: the file never undoes a decision silently.

Until people decide about a procedure the file says what it is. From then on what the file says anew becomes a draft, which an
editor sends for approval or drops; once dropped, the same row does not come again (ADR 30).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.catalogue.actions import add_draft
from one_stop.catalogue.content import typed_of
from one_stop.catalogue.queries import is_file_row_known, last_agency, list_decided_codes
from one_stop.procedures.actions import end_procedure, publish_procedure
from one_stop.procedures.queries import find_newest, list_seeded_codes, list_versions, newest_labels

THE_FILE = "Tệp dữ liệu của tỉnh"


async def seed_procedures(
    session: AsyncSession,
    rows: Sequence[Mapping[str, Any]],
    labels: Mapping[str, list[dict[str, Any]]],
) -> None:
    """Publish what differs, end what is gone; leave to people what people decided."""
    decided = await list_decided_codes(session)
    for row in rows:
        if row["code"] in decided:
            await _offer(session, row)
        else:
            await publish_procedure(session, row, labels.get(row["form"], []))
    for code in sorted(decided):
        await _keep_words(session, code)
    for code in sorted(await list_seeded_codes(session) - decided - {row["code"] for row in rows}):
        await end_procedure(session, code)


async def _offer(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Soạn từ tệp dữ liệu: a row that was neither published nor drafted from before. While another change is open it waits."""
    code = row["code"]
    digest = hashlib.sha256(orjson.dumps(row, option=orjson.OPT_SORT_KEYS)).hexdigest()
    versions = await list_versions(session, code)
    if any(version.source == row for version in versions) or await is_file_row_known(session, code, digest):
        return
    agency, base = await last_agency(session, code), versions[0].version if versions else 0
    await add_draft(session, code, typed_of(row), base, agency, digest, THE_FILE)


async def _keep_words(session: AsyncSession, code: str) -> None:
    """An e-form of a new version changes the titles of its fields, under the content that people decided."""
    newest = await find_newest(session, code)
    if newest is not None and newest.current:
        labels = await newest_labels(session, newest.form_id)
        await publish_procedure(session, newest.row(), labels, (newest.change_id, "seeding"))

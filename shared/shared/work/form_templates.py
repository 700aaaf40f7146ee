"""The province's own templates of a service's forms: tried out, accepted by somebody who has seen them, put aside (decision 22).

A service has one table of them (its model takes `AcceptedTemplateRow`) and says in a `Forms` which templates there are.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio.to_thread
from sqlalchemy import DateTime, LargeBinary, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, Invalid, NotFound, Refusal
from shared.printing.forms import Template, TemplateRefused, find_draft, try_out
from shared.storage import evidence
from shared.storage.database import Database


class AcceptedTemplateRow:
    """Mẫu in của tỉnh: what is printed from, until another one is accepted or this one put aside."""

    rule_set: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    sha256: Mapped[str] = mapped_column(Text)
    source: Mapped[bytes] = mapped_column(LargeBinary)
    accepted_by: Mapped[str] = mapped_column(Text)
    accepted_by_name: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def create(op: Any) -> None:
    """First shape of the table."""
    op.execute(
        "CREATE TABLE accepted_template (rule_set text, name text, sha256 text NOT NULL, source bytea NOT NULL,"
        " accepted_by text NOT NULL, accepted_by_name text NOT NULL, accepted_at timestamptz NOT NULL,"
        " CONSTRAINT pk_accepted_template PRIMARY KEY (rule_set, name))"
    )


@dataclass(frozen=True)
class Tried:
    """Bản in thử: a template of the province as it lies in its folder, and what came of trying it out."""

    source: bytes
    sha256: str
    pdf: bytes
    problem: str
    """A sentence when it cannot be used."""


@dataclass(frozen=True)
class Forms:
    """Biểu mẫu của một dịch vụ."""

    templates: Mapping[tuple[str, str], Template]
    """By rule-set and name."""
    model: type[Any]
    """The service's table of accepted templates."""

    def get(self, rule_set: str, name: str) -> Template:
        template = self.templates.get((rule_set, name))
        if template is None:
            raise NotFound("not_found")
        return template

    async def find_accepted(self, session: AsyncSession, template: Template) -> Any:
        return await session.get(self.model, (template.rule_set, template.name), populate_existing=True)

    async def list_accepted(self, session: AsyncSession) -> dict[tuple[str, str], Any]:
        """By rule-set and name."""
        rows = (await session.scalars(select(self.model))).all()
        return {(row.rule_set, row.name): row for row in rows}

    async def accept(
        self, session: AsyncSession, who: Identity, province_folder: Path, template: Template, seen: str
    ) -> None:
        """Dùng mẫu của tỉnh. `seen`: the SHA-256 of what the preview showed; another file by now is looked at again first."""
        tried = await try_draft(province_folder, template)
        if tried is None or tried.sha256 != seen:
            raise Conflict("template_changed")
        if tried.problem:
            raise Invalid("template_refused", problem=tried.problem)
        row = await self.find_accepted(session, template)
        if row is None:
            row = self.model(rule_set=template.rule_set, name=template.name)
            session.add(row)
        row.sha256, row.source = tried.sha256, tried.source
        row.accepted_by, row.accepted_by_name, row.accepted_at = who.subject, who.name, clock.now()
        await session.flush()
        await evidence.record(session, "template-accepted", _subject(template), who, sha256=tried.sha256)

    async def put_aside(self, session: AsyncSession, who: Identity, template: Template) -> None:
        """Dùng lại mẫu chung."""
        row = await self.find_accepted(session, template)
        if row is None:
            raise Conflict("template_not_in_use")
        await session.delete(row)
        await session.flush()
        await evidence.record(session, "template-put-aside", _subject(template), who, sha256=row.sha256)


async def try_draft(province_folder: Path, template: Template) -> Tried | None:
    """None when the province has no template of its own. Raises what is no fault of the template: nobody has a free place."""
    source = await anyio.to_thread.run_sync(find_draft, province_folder, template)
    if source is None:
        return None
    pdf, problem = b"", ""
    try:
        pdf = await try_out(template, source)
    except TemplateRefused as error:
        problem = str(error)
    except Refusal as error:
        if error.status >= 429:
            raise
        problem = "Mẫu chạy quá lâu, dùng quá nhiều bộ nhớ hoặc làm hỏng trình dựng."
    return Tried(source, hashlib.sha256(source).hexdigest(), pdf, problem)


class AcceptedTemplates:
    """Asked at each print, so that what is accepted or put aside counts at once in every copy."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def source_of(self, template: Template) -> bytes | None:
        pool = await self._database.hot()
        found: bytes | None = await pool.fetchval(
            "SELECT source FROM accepted_template WHERE rule_set = $1 AND name = $2", template.rule_set, template.name
        )
        return found


def _subject(template: Template) -> str:
    return f"template/{template.rule_set}/{template.name}"

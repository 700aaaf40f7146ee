"""The province's own templates of a service's forms: tried out, accepted by somebody who has seen them, put aside (decision 22).

A service has one table of them (its model takes `AcceptedTemplateRow`) and says in a `Forms` which templates there are. Each acceptance
is a version of its own, from a day on; none is changed, so that an earlier one can be looked at and returned to.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio.to_thread
from sqlalchemy import ColumnElement, Select, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, Refusal
from shared.printing.forms import MOST_BYTES, Template, TemplateRefused, find_draft, try_out
from shared.storage import evidence
from shared.storage.database import Database
from shared.work.template_versions import Deciding, day_of, stamp_of


@dataclass(frozen=True)
class Tried:
    """Bản in thử: a template of the province as it lies in its folder, and what came of trying it out."""

    source: bytes
    sha256: str
    pdf: bytes
    problem: str
    """A sentence when it cannot be used."""


@dataclass(frozen=True)
class OwnForms:
    """Mẫu in riêng: forms that nobody knows beforehand, such as one for each procedure; their looks are written on the page."""

    rule_set: str
    """Stands in the place of a rule-set in their addresses and rows."""
    find: Callable[[AsyncSession, str], Awaitable[Template | None]]
    """By name."""
    list_choices: Callable[[AsyncSession], Awaitable[list[tuple[str, str]]]]
    """Name and title of whatever may have one."""
    drafts: type[Any]
    """The service's table of drafts (`TemplateDraftRow`)."""


@dataclass(frozen=True)
class Forms:
    """Biểu mẫu của một dịch vụ."""

    templates: Mapping[tuple[str, str], Template]
    """By rule-set and name."""
    model: type[Any]
    """The service's table of accepted templates."""
    own: OwnForms | None = None

    async def get(self, session: AsyncSession, rule_set: str, name: str) -> Template:
        template = self.templates.get((rule_set, name))
        if template is None and self.own is not None and rule_set == self.own.rule_set:
            template = await self.own.find(session, name)
        if template is None:
            raise NotFound("not_found")
        return template

    async def find_accepted(self, session: AsyncSession, template: Template) -> Any:
        """The version in use; None while the form is printed as the package has it."""
        mine = self.model.rule_set == template.rule_set, self.model.name == template.name
        found = await session.scalar(self._begun().where(*mine).limit(1))
        return found if found is not None and found.source is not None else None

    async def list_accepted(self, session: AsyncSession) -> dict[tuple[str, str], Any]:
        """Those in use, by rule-set and name."""
        key = self.model.rule_set, self.model.name
        newest = select(self.model).ext(distinct_on(*key)).where(*self._counts()).order_by(*key, *self._order())
        rows = (await session.scalars(newest.options(defer(self.model.source)))).all()
        return {(row.rule_set, row.name): row for row in rows if row.sha256}

    async def list_versions(self, session: AsyncSession, template: Template) -> list[Any]:
        """Các phiên bản, that which begins last first."""
        mine = self.model.rule_set == template.rule_set, self.model.name == template.name
        statement = select(self.model).where(*mine).order_by(*self._order()).options(defer(self.model.source))
        return list(await session.scalars(statement))

    async def get_version(self, session: AsyncSession, template: Template, version_id: UUID) -> Any:
        """One that has a look of its own; raises NotFound."""
        found = await session.get(self.model, version_id)
        if found is None or (found.rule_set, found.name) != (template.rule_set, template.name) or not found.sha256:
            raise NotFound("not_found")
        return found

    async def accept(
        self,
        session: AsyncSession,
        who: Identity,
        province_folder: Path,
        template: Template,
        seen: str,
        deciding: Deciding,
    ) -> None:
        """Dùng mẫu của tỉnh. `seen`: the SHA-256 of what the preview showed; another file by now is looked at again first."""
        begins_on = day_of(deciding)
        tried = await self.try_draft(session, province_folder, template)
        if tried is None or tried.sha256 != seen:
            raise Conflict("template_changed")
        if tried.problem:
            raise Invalid("template_refused", problem=tried.problem)
        await self._take_turn(session, template, deciding)
        wrote = await self._writer_of(session, who, template, seen)
        self._add(session, who, template, begins_on, tried.sha256, tried.source)
        facts = {"sha256": tried.sha256, "begins_on": begins_on.isoformat()} | wrote
        await evidence.record(session, "template-accepted", _subject(template), who, **facts)

    async def return_to(
        self, session: AsyncSession, who: Identity, template: Template, version_id: UUID, deciding: Deciding
    ) -> None:
        """Dùng lại một phiên bản trước, from today on. It must still print with the fields that the form has now."""
        version = await self.get_version(session, template, version_id)
        tried = await try_source(template, version.source)
        if tried.problem:
            raise Invalid("template_refused", problem=tried.problem)
        await self._take_turn(session, template, deciding)
        current = await self.find_accepted(session, template)
        if current is not None and current.sha256 == version.sha256:
            raise Conflict("template_in_use")
        self._add(session, who, template, clock.local_now().date(), version.sha256, version.source)
        facts = {"sha256": version.sha256, "version": str(version.id)}
        await evidence.record(session, "template-returned-to", _subject(template), who, **facts)

    async def call_off(
        self, session: AsyncSession, who: Identity, template: Template, version_id: UUID, deciding: Deciding
    ) -> None:
        """Bỏ lịch: a version whose day has not come never comes into use."""
        await self._take_turn(session, template, deciding)
        version = await self.get_version(session, template, version_id)
        if version.called_off_at is not None or version.begins_on <= clock.local_now().date():
            raise Conflict("template_not_coming")
        version.called_off_at, version.called_off_by_name = clock.now(), who.name
        await session.flush()
        facts = {"sha256": version.sha256, "begins_on": version.begins_on.isoformat()}
        await evidence.record(session, "template-called-off", _subject(template), who, **facts)

    async def put_aside(self, session: AsyncSession, who: Identity, template: Template, deciding: Deciding) -> None:
        """Dùng lại mẫu chung, from today on."""
        await self._take_turn(session, template, deciding)
        row = await self.find_accepted(session, template)
        if row is None:
            raise Conflict("template_not_in_use")
        self._add(session, who, template, clock.local_now().date(), "", None)
        await evidence.record(session, "template-put-aside", _subject(template), who, sha256=row.sha256)

    async def try_draft(self, session: AsyncSession, province_folder: Path, template: Template) -> Tried | None:
        """None when the province has no template of its own. Raises what is no fault of the template: nobody has a free place."""
        if template.typed:
            draft = await self.find_typed(session, template)
            return None if draft is None else await try_source(template, draft.source)
        source = await anyio.to_thread.run_sync(find_draft, province_folder, template)
        return None if source is None else await try_source(template, source)

    async def list_typed(self, session: AsyncSession) -> set[str]:
        """Names of those that have a draft."""
        if self.own is None:
            return set()
        return set(await session.scalars(select(self.own.drafts.name)))

    async def find_typed(self, session: AsyncSession, template: Template) -> Any:
        """The draft that is kept of a form whose look is written on the page."""
        if self.own is None or not template.typed:
            return None
        return await session.get(self.own.drafts, (template.rule_set, template.name), populate_existing=True)

    async def save_typed(
        self, session: AsyncSession, who: Identity, template: Template, source: bytes, before: str
    ) -> None:
        """Lưu bản nháp, with its mistakes: none is printed from. `before`: SHA-256 of the draft that the writer began with."""
        if self.own is None or not template.typed:
            raise NotFound("not_found")
        fault = _fault_of(source)
        if fault:
            raise Invalid("invalid_input", fields=[FieldError("/source", "template_unreadable", fault)])
        await session.execute(_TAKE_TURNS, {"key": _subject(template)})
        draft = await self.find_typed(session, template)
        if before != (draft.sha256 if draft else ""):
            raise Conflict("template_draft_changed")
        if draft is None:
            draft = self.own.drafts(rule_set=template.rule_set, name=template.name)
            session.add(draft)
        sha256 = hashlib.sha256(source).hexdigest()
        if draft.sha256 == sha256:
            return  # who saves what stands there has written nothing: its writer stays who he is
        draft.source, draft.sha256 = source, sha256
        draft.saved_by, draft.saved_by_name, draft.saved_at = who.subject, who.name, clock.now()
        await session.flush()
        await evidence.record(session, "template-drafted", _subject(template), who, sha256=draft.sha256)

    async def _writer_of(self, session: AsyncSession, who: Identity, template: Template, seen: str) -> dict[str, str]:
        """Of a draft written on the page, which another than its writer takes into use. Raises Conflict for the writer himself."""
        if not template.typed:
            return {}
        draft = await self.find_typed(session, template)
        if draft is None or draft.sha256 != seen:
            raise Conflict("template_changed")
        if draft.saved_by == who.subject:
            raise Conflict("template_own_work")
        return {"written_by": draft.saved_by}

    async def _take_turn(self, session: AsyncSession, template: Template, deciding: Deciding) -> None:
        """Whoever decides by a page that another's decision has overtaken is told so."""
        await session.execute(_TAKE_TURNS, {"key": _subject(template)})
        versions = await self.list_versions(session, template)
        if stamp_of(versions) != deciding.stamp:
            raise Conflict("template_versions_changed")

    def _add(
        self, session: AsyncSession, who: Identity, template: Template, day: date, sha256: str, source: bytes | None
    ) -> None:
        given = {"rule_set": template.rule_set, "name": template.name, "begins_on": day}
        by = {"accepted_by": who.subject, "accepted_by_name": who.name, "accepted_at": clock.now()}
        session.add(self.model(**given, **by, sha256=sha256, source=source))

    def _begun(self) -> Select[Any]:
        return select(self.model).where(*self._counts()).order_by(*self._order())

    def _counts(self) -> tuple[ColumnElement[bool], ...]:
        return self.model.called_off_at.is_(None), self.model.begins_on <= clock.local_now().date()

    def _order(self) -> tuple[ColumnElement[Any], ...]:
        return self.model.begins_on.desc(), self.model.accepted_at.desc(), self.model.id.desc()


_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7214))")


async def try_source(template: Template, source: bytes) -> Tried:
    """Raises what is no fault of the template: nobody has a free place."""
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
            "SELECT source FROM accepted_template WHERE rule_set = $1 AND name = $2 AND begins_on <= $3"
            " AND called_off_at IS NULL ORDER BY begins_on DESC, accepted_at DESC, id DESC LIMIT 1",
            template.rule_set,
            template.name,
            clock.local_now().date(),
        )
        return found


def _fault_of(source: bytes) -> str:
    """Why this cannot be the text of a template; empty where it can."""
    if not source.strip():
        return "Hãy nhập nội dung mẫu, hoặc chọn tệp mẫu (.typ)."
    if len(source) > MOST_BYTES:
        return "Mẫu quá lớn: nhiều nhất 200.000 byte, hình ảnh viết trong mẫu dưới dạng SVG."
    try:
        source.decode()
    except UnicodeDecodeError:
        return "Tệp không phải là văn bản UTF-8: hãy chọn tệp mẫu Typst (.typ)."
    return ""


def _subject(template: Template) -> str:
    return f"template/{template.rule_set}/{template.name}"

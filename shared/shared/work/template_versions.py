"""Versions of the province's own templates: their row, where each stands, and what whoever decides on them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id


class AcceptedTemplateRow:
    """Phiên bản mẫu in của tỉnh: what is printed from since its day, until a later one's day has come."""

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"), default=new_id)
    rule_set: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    begins_on: Mapped[date] = mapped_column(Date, server_default=text("CURRENT_DATE"))
    sha256: Mapped[str] = mapped_column(Text)
    """Empty: since this day the form is printed as the package has it."""
    source: Mapped[bytes | None] = mapped_column(LargeBinary)
    accepted_by: Mapped[str] = mapped_column(Text)
    accepted_by_name: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    called_off_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Bỏ lịch: it was given up before its day had come."""
    called_off_by_name: Mapped[str] = mapped_column(Text, server_default="", default="")

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index("ix_accepted_template_name", "rule_set", "name", "begins_on", "accepted_at"),)


class TemplateDraftRow:
    """Bản nháp mẫu in: of a form whose look is written on the page; printed from once it has been accepted."""

    rule_set: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    sha256: Mapped[str] = mapped_column(Text)
    source: Mapped[bytes] = mapped_column(LargeBinary)
    saved_by: Mapped[str] = mapped_column(Text)
    saved_by_name: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def create(op: Any) -> None:
    """First shape of the table."""
    op.execute(
        "CREATE TABLE accepted_template (rule_set text, name text, sha256 text NOT NULL, source bytea NOT NULL,"
        " accepted_by text NOT NULL, accepted_by_name text NOT NULL, accepted_at timestamptz NOT NULL,"
        " CONSTRAINT pk_accepted_template PRIMARY KEY (rule_set, name))"
    )


def keep_versions(op: Any) -> None:
    """Each acceptance a row of its own. What the release before writes meanwhile is one of today."""
    op.execute(
        "ALTER TABLE accepted_template ADD id uuid NOT NULL DEFAULT gen_random_uuid(), ADD begins_on date,"
        " ADD called_off_at timestamptz, ADD called_off_by_name text NOT NULL DEFAULT '', ALTER source DROP NOT NULL,"
        " DROP CONSTRAINT pk_accepted_template"
    )
    op.execute("UPDATE accepted_template SET begins_on = (accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date")
    op.execute(
        "ALTER TABLE accepted_template ALTER begins_on SET DEFAULT CURRENT_DATE, ALTER begins_on SET NOT NULL,"
        " ADD CONSTRAINT pk_accepted_template PRIMARY KEY (id)"
    )
    op.execute("CREATE INDEX ix_accepted_template_name ON accepted_template (rule_set, name, begins_on, accepted_at)")


def keep_the_last(op: Any) -> None:
    """Back to one row a form: that in use."""
    op.execute("DROP INDEX ix_accepted_template_name")
    op.execute(
        "DELETE FROM accepted_template WHERE id NOT IN (SELECT DISTINCT ON (rule_set, name) id FROM accepted_template"
        " WHERE called_off_at IS NULL AND begins_on <= CURRENT_DATE"
        " ORDER BY rule_set, name, begins_on DESC, accepted_at DESC) OR source IS NULL"
    )
    op.execute(
        "ALTER TABLE accepted_template DROP CONSTRAINT pk_accepted_template, DROP id, DROP begins_on, DROP called_off_at,"
        " DROP called_off_by_name, ALTER source SET NOT NULL,"
        " ADD CONSTRAINT pk_accepted_template PRIMARY KEY (rule_set, name)"
    )


class Stands(StrEnum):
    """Tình trạng của một phiên bản."""

    COMING = "coming"
    IN_USE = "in-use"
    PAST = "past"
    CALLED_OFF = "called-off"


def standings(versions: Sequence[Any], today: date) -> dict[UUID, Stands]:
    """Of each version; `versions` as `list_versions` gives them."""
    found: dict[UUID, Stands] = {}
    days: set[date] = set()
    for version in versions:
        if version.called_off_at is not None:
            found[version.id] = Stands.CALLED_OFF
        elif version.begins_on > today:
            found[version.id] = Stands.PAST if version.begins_on in days else Stands.COMING
            days.add(version.begins_on)
        else:
            found[version.id] = Stands.PAST if Stands.IN_USE in found.values() else Stands.IN_USE
    return found


@dataclass(frozen=True)
class Deciding:
    """What the page showed to who decides, and from which day on he wants it."""

    stamp: str
    begins_on: date | None = None
    """None: today."""


def stamp_of(versions: Sequence[Any]) -> str:
    """Changes with every decision on a form."""
    called_off = sum(version.called_off_at is not None for version in versions)
    return f"{len(versions)}-{called_off}"


def day_of(deciding: Deciding) -> date:
    today = clock.local_now().date()
    day = deciding.begins_on or today
    if not today <= day <= today + _LONGEST_AHEAD:
        raise Invalid("invalid_input", fields=[FieldError("/begins_on", "template_day_wrong", _DAY_WRONG)])
    return day


_LONGEST_AHEAD = timedelta(days=366)
_DAY_WRONG = "Ngày bắt đầu dùng phải từ hôm nay đến một năm tới; để trống là dùng ngay hôm nay."

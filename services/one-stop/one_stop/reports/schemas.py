"""Bodies and answers of the calls about reports."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from one_stop.dossiers.schemas import In
from one_stop.reports.models import Report
from one_stop.reports.rules import national_share, own_share
from shared.core.fields import Day
from shared.printing.printable import PrintedLine


class ReportAsking(In):
    """Lập báo cáo."""

    first_day: Day
    last_day: Day
    below: bool = False
    """Cả cơ quan trực thuộc."""


class ReportClosing(In):
    """Ký, chốt báo cáo."""

    reason: PrintedLine = ""
    """Lý do thay báo cáo đã chốt của cùng kỳ; must be given then."""


class ReportLine(BaseModel):
    """Số hồ sơ of one sector of one agency; what they add up to are the columns of the form."""

    model_config = ConfigDict(from_attributes=True)

    agency_code: str
    sector: str
    online: int
    direct: int
    carried: int
    early: int
    on_time: int
    late: int
    running: int
    overdue: int
    national: int
    """On time by the national algorithm."""


class ReportShort(BaseModel):
    """Một báo cáo II.06a, without its figures."""

    id: UUID
    first_day: date
    last_day: date
    below: bool
    agencies: int
    counted: int
    """How many agencies are done; equal to `agencies` when the report can be read."""
    asked_at: datetime
    asked_by_name: str
    closed_at: datetime | None
    closed_by_name: str
    replaced_by: UUID | None

    @classmethod
    def of(cls, report: Report) -> Self:
        return cls(**_facts(report))


class ReportOut(ReportShort):
    """Một báo cáo II.06a."""

    columns: list[int]
    """Columns 3 to 13 of the form; empty while it is being counted."""
    own_share: float | None
    national_share: float | None
    lines: list[ReportLine]

    @classmethod
    def of(cls, report: Report) -> Self:
        if not report.is_counted:
            return cls(**_facts(report), columns=[], own_share=None, national_share=None, lines=[])
        total, lines = report.total, [ReportLine.model_validate(line) for line in report.lines]
        shares = {"own_share": own_share(total), "national_share": national_share(total)}
        return cls(**_facts(report), columns=list(total.columns), lines=lines, **shares)


def _facts(report: Report) -> dict[str, Any]:
    same = (
        "id",
        "first_day",
        "last_day",
        "below",
        "counted",
        "asked_at",
        "asked_by_name",
        "closed_at",
        "closed_by_name",
    )
    return {name: getattr(report, name) for name in (*same, "replaced_by")} | {"agencies": len(report.agencies)}


class ReportedOut(BaseModel):
    """Hồ sơ được đếm, as it stood at the end of the period."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    procedure: str
    agency_code: str
    agency_name: str
    sector: str
    channel: str
    came: str
    state: str
    received_at: datetime
    due_at: datetime
    ended_at: datetime | None
    waits: bool
    nationally_on_time: bool

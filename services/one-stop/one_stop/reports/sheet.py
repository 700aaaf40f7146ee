"""Biểu II.06a as it is printed and shown: agencies with their sectors, each with the eleven figures, and the sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from one_stop.dossiers.printing import Letterhead
from one_stop.reports.models import Report
from one_stop.reports.rules import Totals, national_share, own_share
from shared.core.formats import vn_datetime


@dataclass(frozen=True)
class Row:
    """Dòng của biểu: an agency's sum, or one of its sectors."""

    number: str
    name: str
    agency_code: str
    sector: str
    """Empty for the agency's sum."""
    totals: Totals


def rows_of(report: Report) -> list[Row]:
    """Of several agencies first the sum of each, then its sectors; of one alone its sectors. Agencies without a dossier have no row."""
    names = {agency["code"]: agency["name"] for agency in report.agencies}
    found: list[Row] = []
    for code, lines in groupby(report.lines, key=lambda line: line["agency_code"]):
        own = list(lines)
        if report.by_agency:
            place = sum(not row.sector for row in found) + 1
            found.append(Row(_roman(place), names[code], code, "", Totals.of(own)))
        found += [
            Row(str(number), line["sector"], code, line["sector"], Totals.of([line]))
            for number, line in enumerate(own, 1)
        ]
    return found


def without_dossiers(report: Report) -> Sequence[str]:
    """Names of the agencies that had nothing in the period."""
    busy = {line["agency_code"] for line in report.lines}
    return [agency["name"] for agency in report.agencies if agency["code"] not in busy]


def sheet_of(head: Letterhead, report: Report, signer: tuple[str, str]) -> dict[str, Any]:
    """The fields of the printed form. `signer`: name, authority."""
    total = report.total
    return head.fields() | {
        "period": report.period.words,
        "until": vn_datetime(report.until),
        "scope": report.scope,
        "rows": [
            {"number": row.number, "name": row.name, "sum": not row.sector, "figures": list(row.totals.columns)}
            for row in rows_of(report)
        ],
        "figures": list(total.columns),
        "own_share": _percent(own_share(total)),
        "national_share": _percent(national_share(total)),
        "idle": list(without_dossiers(report)) if report.by_agency else [],
        "reason": report.reason,
        "signer": signer[0],
        "signer_title": signer[1],
    }


def _percent(share: float | None) -> str:
    return "không có hồ sơ" if share is None else f"{share:.2f}%".replace(".", ",")


def _roman(number: int) -> str:
    marks = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, mark in marks:
        count, number = divmod(number, value)
        written += mark * count
    return written

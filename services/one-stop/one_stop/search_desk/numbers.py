"""Which dossiers bear a number that somebody brings: of a receipt, a result or a slip."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, literal_column, or_, select, union

from one_stop.dossiers.models import SLIP_NUMBER, Dossier, PrintedForm
from one_stop.fees.models import FeeReceipt
from one_stop.result_book.models import BookedResult
from shared.core import clock
from shared.standards.typed import compacted
from shared.storage.words import has_words

FIRST_YEAR = 2015
"""A number without its year is looked for in the series of each year since."""
_OF_SERIES = re.compile(r"0*([0-9]{1,9})(?:/(20[0-9]{2}))?")


def dossiers_numbered(typed: str, agencies: Sequence[str]) -> CompoundSelect[Any]:
    """Their ids; each part by an index of numbers, and of these agencies alone."""
    number = compacted(typed)
    parts: list[Select[Any]] = [_results_named(number, agencies), _slips(number, agencies)]
    if series := _OF_SERIES.fullmatch(number):
        count, year = int(series[1]), int(series[2] or 0)
        years = [year] if year else list(range(FIRST_YEAR, clock.local_now().year + 1))
        parts += [_receipts(count, years, agencies), _results(count, years, agencies)]
    return union(*parts)


def _receipts(count: int, years: Sequence[int], agencies: Sequence[str]) -> Select[UUID]:
    of_series = and_(FeeReceipt.agency_code.in_(agencies), FeeReceipt.year.in_(years), FeeReceipt.number == count)
    return select(FeeReceipt.dossier_id).where(of_series)


def _results(count: int, years: Sequence[int], agencies: Sequence[str]) -> Select[UUID | None]:
    booked = BookedResult
    of_series = booked.agency_code.in_(agencies), booked.series_year.in_(years), booked.series_number == count
    return select(booked.dossier_id).where(*of_series)


def _results_named(number: str, agencies: Sequence[str]) -> Select[UUID | None]:
    """By the whole number as it stands on the paper, whatever the book it is from."""
    booked = BookedResult
    found = has_words(booked.search_text, number, owner=(booked.agency_code, agencies))
    whole = func.lower(func.replace(booked.number, " ", "")) == number.lower()
    return select(booked.dossier_id).where(*found, whole)


def _slips(number: str, agencies: Sequence[str]) -> Select[UUID]:
    """Phiếu hướng dẫn, từ chối, xin lỗi: `05/HDHS`; each agency counts anew in each year."""
    borne: ColumnElement[str] = literal_column(SLIP_NUMBER)
    given = PrintedForm.dossier_id.in_(select(Dossier.id).where(Dossier.agency_code.in_(agencies)))
    return select(PrintedForm.dossier_id).where(or_(borne == number, borne == number.upper()), given)

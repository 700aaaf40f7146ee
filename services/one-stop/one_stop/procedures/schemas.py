"""Procedures as they go out."""

from typing import Any

from pydantic import BaseModel

from shared.contracts.values import ProcedureCase


class StepOut(BaseModel):
    code: str
    name: str
    role: str
    hours: int
    actions: list[str]
    parallel: list[dict[str, Any]] | None = None
    """Các nhánh song song: name, of or unit, hours, required."""


class PaperOut(BaseModel):
    code: str
    name: str
    originals: int
    copies: int
    required: bool
    cases: list[str]
    """Codes of the cases that ask for it; none: every case."""


class ProcedureOut(BaseModel):
    """Thủ tục hành chính."""

    code: str
    version: int
    name: str
    tier: str
    sector_name: str
    level: int
    term_amount: int
    term_unit: str
    extension_times: int
    """Số lần được gia hạn; 0: không được."""
    extension_amount: int
    extension_basis: str
    fee: int
    cases: list[ProcedureCase]
    """Trường hợp, with term and fee of each over each channel; none: one without a name."""
    form_id: str
    result_name: str
    agency_codes: list[str]
    steps: list[StepOut]
    papers: list[PaperOut]


class ProcedurePage(BaseModel):
    items: list[ProcedureOut]
    next: str | None

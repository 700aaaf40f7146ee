"""Trường hợp of a procedure, between a form of the screen and the row of the province's file."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from one_stop.catalogue.boxes import Code, Named, Part, whole_or_none
from one_stop.procedures.cases import CHANNELS
from shared.standards.working_time import TermUnit

Days = Annotated[Annotated[int, Field(ge=1, le=1000)] | None, BeforeValidator(whole_or_none)]
OwnFee = Annotated[Annotated[int, Field(ge=0, le=2_000_000_000)] | None, BeforeValidator(whole_or_none)]


class Case(Part):
    """Trường hợp: what is left empty is the procedure's; over a channel, the case's."""

    code: Code = ""
    name: Named
    amount: Days = None
    unit: TermUnit | Literal[""] = ""
    fee: OwnFee = None
    counter_amount: Days = None
    counter_fee: OwnFee = None
    online_amount: Days = None
    online_fee: OwnFee = None
    post_amount: Days = None
    post_fee: OwnFee = None

    def row(self, code: str, unit: str) -> dict[str, Any]:
        unit = self.unit or unit
        channels = {
            channel: said
            for channel in CHANNELS
            if (said := _terms(getattr(self, f"{channel}_amount"), unit, getattr(self, f"{channel}_fee")))
        }
        said = {"code": code, "name": self.name} | _terms(self.amount, unit, self.fee)
        return said | ({"channels": channels} if channels else {})


def _terms(amount: int | None, unit: str, fee: int | None) -> dict[str, Any]:
    term = {"term": {"amount": amount, "unit": str(unit)}} if amount is not None else {}
    return term | ({"fee": fee} if fee is not None else {})


def typed_case(case: Mapping[str, Any]) -> dict[str, Any]:
    typed = {"code": case["code"], "name": case["name"], "amount": "", "unit": "", "fee": case.get("fee", "")}
    for prefix, said in ({"": case} | {f"{name}_": said for name, said in case.get("channels", {}).items()}).items():
        term = said.get("term") or {}
        typed |= {f"{prefix}amount": term.get("amount", ""), f"{prefix}fee": said.get("fee", "")}
        typed["unit"] = typed["unit"] or term.get("unit", "")
    return typed

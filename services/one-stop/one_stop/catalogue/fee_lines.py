"""One line of the fee table, between the form of the screen and the row of the province's file."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from one_stop.catalogue.boxes import Code, Named, Part, Text, Words, whole_number
from shared.core.formats import vn_date
from shared.standards.typed import Unreadable, clean_line
from shared.standards.typed_dates import read_date


def _exemptions(text: str) -> list[dict[str, Any]]:
    """`Hộ nghèo | 100 | căn cứ` a line; raises Unreadable for what says no group or no share."""
    found = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        group, share, basis = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
        if not group or not share:
            raise Unreadable("value_missing")
        found.append({"group": group, "percent": whole_number(share.removesuffix("%")), "basis": basis})
    return found


def _readable(text: str) -> str:
    _exemptions(text)
    return text


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return read_date(value) if clean_line(value) else None


DayTyped = Annotated[date | None, BeforeValidator(_day)]


class FeeLine(Part):
    """Khoản phí, lệ phí."""

    code: Code = ""
    name: Named
    kind: Literal["fee", "charge"] = "fee"
    amount: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=2_000_000_000)] = 0
    collected: Literal["at_intake", "at_return"] = "at_intake"
    basis: Words = ""
    valid_from: DayTyped = None
    valid_to: DayTyped = None
    cases: list[Code] = Field(default_factory=list)
    channels: list[Literal["counter", "online", "post"]] = Field(default_factory=list)
    exempt: Annotated[Text, AfterValidator(_readable)] = ""

    def row(self, code: str) -> dict[str, Any]:
        said = self.model_dump(include={"name", "kind", "amount", "collected", "basis"}) | {"code": self.code or code}
        days = {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(self, name))}
        listed = {name: named for name in ("cases", "channels") if (named := getattr(self, name))}
        exempt = _exemptions(self.exempt)
        return said | days | listed | ({"exempt": exempt} if exempt else {})


def typed_fee(fee: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: vn_date(date.fromisoformat(fee[name])) for name in ("valid_from", "valid_to") if fee.get(name)}
    lines = (f"{one['group']} | {one['percent']} | {one['basis']}" for one in fee.get("exempt", ()))
    return {**fee, **days, "exempt": "\n".join(lines)}

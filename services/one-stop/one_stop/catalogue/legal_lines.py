"""One line of a procedure's legal documents, between the form of the screen and the row of the province's file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from one_stop.catalogue.boxes import Named, Part, Words
from one_stop.catalogue.fee_lines import DayTyped
from shared.core.formats import vn_date

_DAYS = ("issued_on", "effective_on")


class LegalLine(Part):
    """Văn bản căn cứ."""

    number: Named
    name: Named
    agency: Words = ""
    issued_on: DayTyped = None
    effective_on: DayTyped = None
    url: Words = ""

    def row(self) -> dict[str, Any]:
        """What is known of it; days as `2026-03-02`."""
        return {name: said for name, said in self.model_dump(mode="json").items() if said}


def typed_legal(document: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: vn_date(date.fromisoformat(document[name])) for name in _DAYS if document.get(name)}
    return {**document, **days}

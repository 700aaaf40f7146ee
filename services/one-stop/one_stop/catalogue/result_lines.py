"""One line of a procedure's results, between the form of the screen and the row of the province's file."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from one_stop.catalogue.boxes import Code, Named, Part, whole_number
from one_stop.catalogue.file_lines import FileNamed, Files, file_row, typed_file
from shared.standards.typed import compacted


class ResultLine(Part):
    """Kết quả theo danh mục."""

    name: Named
    code: Annotated[Code, AfterValidator(lambda text: compacted(text).upper())] = ""
    valid_months: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=1200)] = 0
    sample: FileNamed = ""
    """SHA-256 of the mẫu kết quả."""

    def row(self, files: Files) -> dict[str, Any]:
        known = {name: said for name in ("code", "valid_months") if (said := getattr(self, name))}
        return {"name": self.name} | known | file_row("sample", self.sample, files)


def typed_result(result: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: result.get(name, "") for name in ("code", "valid_months")}
    return {"name": result["name"]} | same | typed_file("sample", result)

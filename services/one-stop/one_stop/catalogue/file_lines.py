"""Tệp mẫu in a line of a procedure's form: the form names it by its SHA-256, the row of the province's file says all of it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from shared.contracts.values import FileReference
from shared.standards.typed import clean_line

Files = Mapping[str, FileReference]
"""What was brought for the procedure, by SHA-256."""
FileNamed = Annotated[str, StringConstraints(max_length=64), AfterValidator(clean_line)]
"""SHA-256; empty for none."""


def file_row(name: str, sha256: str, files: Files) -> dict[str, Any]:
    return {name: files[sha256].model_dump(mode="json")} if sha256 in files else {}


def typed_file(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name]["sha256"]} if entry.get(name) else {}

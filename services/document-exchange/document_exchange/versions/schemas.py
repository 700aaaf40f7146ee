"""What programs send and get of drafts."""

from datetime import datetime

from pydantic import BaseModel

from document_exchange.fields import Words
from document_exchange.versions.rules import Kind
from shared.contracts.values import FileReference


class RemarkIn(BaseModel):
    """Góp ý."""

    text: Words


class RemarkOut(BaseModel):
    """Góp ý, with who said it in which post."""

    at: datetime
    by: str
    text: str


class VersionOut(BaseModel):
    """Một bản dự thảo."""

    number: int
    at: datetime
    by: str
    file: FileReference
    remarks: list[RemarkOut]


class PieceOut(BaseModel):
    """Một đoạn chữ: `same`, `gone` or `new`."""

    kind: Kind
    text: str


class ComparisonOut(BaseModel):
    """Khác nhau giữa hai bản; what is the same is shortened."""

    old: int
    new: int
    changes: int
    wordless: list[int]
    cut: bool
    pieces: list[PieceOut]

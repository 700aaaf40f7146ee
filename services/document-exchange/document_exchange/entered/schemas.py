"""What a clerk, or the agency's own system, says of a document that came without a packet."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.documents.rules import Secrecy
from document_exchange.entered.rules import LONGEST_NAME, LONGEST_SUBJECT, MOST
from document_exchange.fields import OneLine, Subject, Words
from document_exchange.registers.rules import LONGEST_REFERENCE
from shared.core.fields import Day


class EnterIn(BaseModel):
    """Văn bản đến nhập tay: on paper, by post, by hand, by fax or by e-mail."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = None
    """Of the document that this makes: entered a second time, it is the first one."""
    origin: Literal["post", "hand", "fax", "email"]
    """Cách đến."""
    arrived_on: Day | None = None
    """Ngày đến; none for today."""
    author: Subject = Field(max_length=LONGEST_NAME)
    """Tác giả: an agency by its name or code in the directory, or any body or person as written."""
    reference: OneLine = Field(default="", max_length=LONGEST_REFERENCE)
    issued_on: Day | None = None
    type_code: str = Field(default="", max_length=20)
    """One of the 29 types, `DT` for a letter; empty where it states none."""
    subject: Subject = Field(max_length=LONGEST_SUBJECT)
    signer: OneLine = Field(default="", max_length=LONGEST_NAME)
    priority: int = Field(default=0, ge=0, le=3)
    secrecy: Secrecy = Secrecy.NORMAL
    pages: int | None = Field(default=None, ge=1, le=MOST)
    copies: int | None = Field(default=None, ge=1, le=MOST)
    due_on: Day | None = None
    remark: Words = ""
    later: bool = False
    """Kept as arrived and registered later; it has no number until then."""
    anyway: bool = False
    """Enter it although the same author, number and notation are here already."""


class CorrectIn(BaseModel):
    """Sửa thông tin đăng ký: what is not named stays; null takes a day or an amount away."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    reason: Words = ""
    arrived_on: Day | None = None
    """Only as long as it has no number."""
    author: OneLine = Field(default="", max_length=LONGEST_NAME)
    reference: OneLine = Field(default="", max_length=LONGEST_REFERENCE)
    issued_on: Day | None = None
    type_name: OneLine = Field(default="", max_length=LONGEST_NAME)
    subject: OneLine = Field(default="", max_length=LONGEST_SUBJECT)
    signer: OneLine = Field(default="", max_length=LONGEST_NAME)
    priority: int = Field(default=0, ge=0, le=4)
    pages: int | None = Field(default=None, ge=1, le=MOST)
    copies: int | None = Field(default=None, ge=1, le=MOST)
    due_on: Day | None = None
    remark: Words = ""


class StrikeIn(BaseModel):
    """Gạch khỏi sổ."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    reason: Words = ""

"""Sổ đăng ký văn bản đi và đến for programs: the rows and columns of the pages, with the right of the pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from document_exchange.auth import MayReadRegisters
from document_exchange.desk.lending_list import LENT_COPIES, LentRow
from document_exchange.desk.post_list import POST_REGISTER, PostRow
from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER, IncomingRow, OutgoingRow
from document_exchange.desk.tracking_list import TRACKING_REGISTER, TrackedRow
from document_exchange.problems import PROBLEMS
from shared.core.formats import vn_date
from shared.web.lists import Limit, ListPage, OfYear, page_out
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1/lists", tags=["Danh sách"], responses=PROBLEMS)


class OutgoingEntry(BaseModel):
    """Một dòng sổ đăng ký văn bản đi; named as the columns are, by which views choose them."""

    id: UUID
    """The document's."""
    reference: str
    issued: date | None
    subject: str
    signer: str
    receivers: str
    archive: str
    copies: int
    sent: date | None
    receipt: str
    note: str

    @classmethod
    def of(cls, row: OutgoingRow) -> "OutgoingEntry":
        return cls.model_validate({"id": row.document.id, **OUTGOING_REGISTER.values(row)})


class IncomingEntry(BaseModel):
    """Một dòng sổ đăng ký văn bản đến; named as the columns are, by which views choose them."""

    id: UUID
    """The document's."""
    arrived: date
    number: int
    sender: str
    reference: str
    issued: date | None
    subject: str
    holders: str
    registered: date | None
    receipt: str
    note: str

    @classmethod
    def of(cls, row: IncomingRow) -> "IncomingEntry":
        return cls.model_validate({"id": row.document.id, **INCOMING_REGISTER.values(row)})


class TrackedEntry(BaseModel):
    """Một dòng sổ theo dõi giải quyết văn bản đến; named as the columns are."""

    id: UUID
    """The document's."""
    number: int
    document: str
    holders: str
    due: date | None
    progress: str
    answer: str
    note: str

    @classmethod
    def of(cls, row: TrackedRow) -> "TrackedEntry":
        return cls.model_validate({"id": row.document.id, **TRACKING_REGISTER.values(row)})


class PostEntry(BaseModel):
    """Một dòng sổ gửi văn bản đi bưu điện; named as the columns are."""

    id: UUID
    """The document's."""
    sent: date
    reference: str
    receiver: str
    envelopes: int
    receipt: str
    note: str

    @classmethod
    def of(cls, row: PostRow) -> "PostEntry":
        return cls.model_validate({"id": row.document.id, **POST_REGISTER.values(row)})


class LentEntry(BaseModel):
    """Một dòng sổ sử dụng bản lưu; named as the columns are."""

    id: UUID
    """The document's."""
    used: date
    person: str
    reference: str
    about: str
    file: str
    receipt: str
    returned: date | None
    allowed: str
    note: str

    @classmethod
    def of(cls, row: LentRow) -> "LentEntry":
        return cls.model_validate({"id": row.document.id, **LENT_COPIES.values(row)})


def _days(asked: OfYear, since: date | None = None, until: date | None = None) -> dict[str, str]:
    return asked | {"since": vn_date(since) if since else "", "until": vn_date(until) if until else ""}


def _span(
    asked: Annotated[dict[str, str], Depends(_days)],
    from_number: Annotated[int | None, Query(ge=0, lt=10**9)] = None,
    to_number: Annotated[int | None, Query(ge=0, lt=10**9)] = None,
) -> dict[str, str]:
    ends = {"from_number": from_number, "to_number": to_number}
    return asked | {name: "" if end is None else str(end) for name, end in ends.items()}


Days = Annotated[dict[str, str], Depends(_days)]
Span = Annotated[dict[str, str], Depends(_span)]
"""A year's register, or its part from a number or day to another, both with it."""


@router.get("/outgoing-register", summary="Sổ đăng ký văn bản đi của một năm")
async def outgoing_register(
    who: MayReadRegisters,
    session: Session,
    asked: Span,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[OutgoingEntry]:
    """Sổ đăng ký văn bản đi của cơ quan người gọi, in the order of series and numbers."""
    return await page_out(session, who, OUTGOING_REGISTER.choose(asked, by="name"), limit, count, OutgoingEntry.of)


@router.get("/incoming-register", summary="Sổ đăng ký văn bản đến của một năm")
async def incoming_register(
    who: MayReadRegisters,
    session: Session,
    asked: Span,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[IncomingEntry]:
    """Sổ đăng ký văn bản đến của cơ quan người gọi, in the order of the numbers of arrival."""
    return await page_out(session, who, INCOMING_REGISTER.choose(asked, by="name"), limit, count, IncomingEntry.of)


@router.get("/tracking-register", summary="Sổ theo dõi giải quyết văn bản đến của một năm")
async def tracking_register(
    who: MayReadRegisters,
    session: Session,
    asked: Span,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[TrackedEntry]:
    """Sổ theo dõi giải quyết văn bản đến của cơ quan người gọi, in the order of the numbers of arrival."""
    return await page_out(session, who, TRACKING_REGISTER.choose(asked, by="name"), limit, count, TrackedEntry.of)


@router.get("/post-register", summary="Sổ gửi văn bản đi bưu điện của một năm")
async def post_register(
    who: MayReadRegisters,
    session: Session,
    asked: Days,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[PostEntry]:
    """Sổ gửi văn bản đi bưu điện của cơ quan người gọi, in the order of the days."""
    return await page_out(session, who, POST_REGISTER.choose(asked, by="name"), limit, count, PostEntry.of)


@router.get("/copy-register", summary="Sổ sử dụng bản lưu của một năm")
async def lent_copies(
    who: MayReadRegisters,
    session: Session,
    asked: Days,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[LentEntry]:
    """Sổ sử dụng bản lưu của cơ quan người gọi, in the order of the days."""
    return await page_out(session, who, LENT_COPIES.choose(asked, by="name"), limit, count, LentEntry.of)

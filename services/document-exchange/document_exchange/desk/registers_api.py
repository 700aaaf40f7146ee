"""Sổ đăng ký văn bản đi và đến for programs: the rows and columns of the pages, with the right of the pages."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from document_exchange.auth import MayReadRegisters
from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER, IncomingRow, OutgoingRow
from document_exchange.problems import PROBLEMS
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


@router.get("/outgoing-register", summary="Sổ đăng ký văn bản đi của một năm")
async def outgoing_register(
    who: MayReadRegisters,
    session: Session,
    asked: OfYear,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[OutgoingEntry]:
    """Sổ đăng ký văn bản đi của cơ quan người gọi, in the order of series and numbers."""
    return await page_out(session, who, OUTGOING_REGISTER.choose(asked, by="name"), limit, count, OutgoingEntry.of)


@router.get("/incoming-register", summary="Sổ đăng ký văn bản đến của một năm")
async def incoming_register(
    who: MayReadRegisters,
    session: Session,
    asked: OfYear,
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[IncomingEntry]:
    """Sổ đăng ký văn bản đến của cơ quan người gọi, in the order of the numbers of arrival."""
    return await page_out(session, who, INCOMING_REGISTER.choose(asked, by="name"), limit, count, IncomingEntry.of)

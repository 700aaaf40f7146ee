"""Sổ sử dụng bản lưu: the nine columns of NĐ 30/2020 Phụ lục IV, in the order of the days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from document_exchange.desk.narrowing_list import between
from document_exchange.desk.registers_list import BOOK, SPAN, WHOLE, YEAR, book_of, year_of
from document_exchange.documents.models import OutgoingDocument
from document_exchange.lending.models import CopyUse
from document_exchange.texts import STRUCK
from shared.access.identity import Identity
from shared.core.formats import vn_date
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Listing, Stretch


@dataclass(frozen=True)
class LentRow:
    """Một dòng sổ sử dụng bản lưu."""

    use: CopyUse
    document: OutgoingDocument

    @property
    def reference(self) -> str:
        return f"{self.document.reference} ngày {vn_date(self.document.issued_on)}"

    @property
    def about(self) -> str:
        return f"{self.document.type_name}: {self.document.subject}"

    @property
    def remark(self) -> str:
        struck = f"{STRUCK}: {self.use.struck_reason}" if self.use.struck_reason else ""
        return "; ".join(filter(None, (struck, self.use.note)))


def _lent(who: Identity, chosen: Chosen) -> list[Stretch]:
    whose, former = book_of(who, chosen)
    year = year_of(chosen)
    base = select(CopyUse).where(
        CopyUse.agency_code == whose,
        CopyUse.used_on.between(date(year, 1, 1), date(year, 12, 31)),
        *between(CopyUse.used_on, chosen.day("since"), chosen.day("until")),
    )
    if former:
        theirs = select(OutgoingDocument.id).where(OutgoingDocument.id == CopyUse.document_id)
        base = base.where(theirs.where(OutgoingDocument.continued_by == who.agency_code).exists())
    looked_for = CopyUse.folded if chosen.words else None
    found = finding(chosen.words, (CopyUse.agency_code, whose))
    return [Stretch(base, (CopyUse.used_on, CopyUse.id), text=looked_for, found=found)]


_ROWS: Any = select(CopyUse, OutgoingDocument).join(OutgoingDocument, OutgoingDocument.id == CopyUse.document_id)

LENT_COPIES = Listing(
    name="document-exchange.copy-register",
    title="Sổ sử dụng bản lưu",
    path="/van-ban/so-ban-luu",
    columns=(
        Column("used", "Ngày tháng", lambda row: row.use.used_on, css=WHOLE),
        Column("person", "Họ tên người sử dụng", lambda row: row.use.person_name, width=30),
        Column(
            "reference", "Số, ký hiệu, ngày tháng văn bản", lambda row: row.reference, width=30, css="lt-list__code"
        ),
        Column("about", "Tên loại và trích yếu nội dung văn bản", lambda row: row.about, width=50),
        Column("file", "Số và ký hiệu hồ sơ", lambda row: row.use.file_reference, width=20),
        Column("receipt", "Ký nhận", lambda row: "", width=16),
        Column("returned", "Ngày trả", lambda row: row.use.returned_on, css=WHOLE),
        Column("allowed", "Người cho phép sử dụng", lambda row: row.use.allowed_by, width=30),
        Column("note", "Ghi chú", lambda row: row.remark, width=30),
    ),
    rows=_ROWS,
    id=CopyUse.id,
    stretches=_lent,
    filters=(YEAR, BOOK, *(known for known in SPAN if known.typed == "day")),
    orders={"": "Theo ngày sử dụng", REVERSE: "Ngày sử dụng, mới nhất trước"},
    shape=LentRow,
)

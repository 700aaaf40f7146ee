"""Phiếu giải quyết văn bản đến as a form: what a template may show, and sample values (NĐ 30/2020/NĐ-CP, Phụ lục IV)."""

from datetime import date
from typing import Any

from pydantic import Field

from document_exchange.forms.registers import RULE_SET, TEMPLATES
from shared.printing.forms import Fields, Template


class SlipOpinion(Fields):
    """Một ý kiến; all as people read it."""

    who: str = ""
    title: str = ""
    at: str = ""
    words: str = ""
    given: list[str] = Field([])


class IncomingSlip(Fields):
    """Phiếu giải quyết văn bản đến."""

    agency: str = Field(min_length=1, description="cơ quan nhận văn bản")
    agency_parent: str = Field("", description="cơ quan cấp trên trực tiếp")
    issued_on: date = Field(description="ngày in")
    document: str = Field(min_length=1, description="tên loại, số, ký hiệu, ngày của văn bản đến")
    sender: str = Field(min_length=1, description="cơ quan ban hành")
    subject: str = Field("", description="trích yếu")
    number: str = Field("", description="số đến và ngày đến")
    due: str = Field("", description="hạn giải quyết")
    leaders: list[SlipOpinion] = Field(
        [], description="ý kiến của lãnh đạo cơ quan: " + ", ".join(SlipOpinion.model_fields)
    )
    heads: list[SlipOpinion] = Field([], description="ý kiến của lãnh đạo đơn vị")
    proposals: list[SlipOpinion] = Field([], description="ý kiến đề xuất của người giải quyết")


SAMPLE: dict[str, Any] = {
    "agency": "Sở Nội vụ",
    "agency_parent": "Ủy ban nhân dân tỉnh Mẫu",
    "issued_on": date(2026, 3, 2),
    "document": "Công văn số 125/STTTT-CNTT ngày 27/02/2026",
    "sender": "Sở Thông tin và Truyền thông",
    "subject": "V/v rà soát vị trí việc làm",
    "number": "12, ngày 02/03/2026",
    "due": "10/03/2026",
    "leaders": [
        {
            "who": "Nguyễn Thị Yến",
            "title": "Giám đốc",
            "at": "08:15 02/03/2026",
            "words": "Tham mưu văn bản trả lời.",
            "given": ["Phòng Tổ chức: chủ trì, hạn 10/03/2026", "Phòng Cải cách: phối hợp, hạn 06/03/2026"],
        }
    ],
    "heads": [
        {"who": "Ngô Thị Hạnh", "title": "Trưởng phòng", "at": "09:00 02/03/2026", "words": "Giao đồng chí Bình."}
    ],
    "proposals": [
        {"who": "Trần Văn Bình", "title": "Chuyên viên", "at": "10:30 02/03/2026", "words": "Trả lời bằng công văn."}
    ],
}
SLIP = Template(
    "incoming-slip",
    RULE_SET,
    "Phiếu giải quyết văn bản đến",
    "",
    TEMPLATES / "incoming-slip.typ",
    IncomingSlip,
    SAMPLE,
)

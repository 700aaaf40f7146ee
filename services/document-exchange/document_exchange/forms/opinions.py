"""Bảng tổng hợp ý kiến as a form: what a template may show, and sample values (NĐ 30/2020/NĐ-CP, Điều 10)."""

from datetime import date
from typing import Any

from pydantic import Field

from document_exchange.forms.registers import RULE_SET, TEMPLATES
from shared.printing.forms import Fields, Template


class OpinionLine(Fields):
    """Một nơi được lấy ý kiến; all as people read it."""

    who: str = ""
    asked: str = ""
    draft: str = ""
    due: str = ""
    answered: str = ""
    opinion: str = ""
    words: str = ""
    reply: str = ""


class OpinionTable(Fields):
    """Bảng tổng hợp ý kiến và giải trình, tiếp thu."""

    agency: str = Field(min_length=1, description="cơ quan soạn thảo")
    agency_parent: str = Field("", description="cơ quan cấp trên trực tiếp")
    unit: str = Field("", description="đơn vị soạn thảo")
    issued_on: date = Field(description="ngày in")
    document: str = Field(min_length=1, description="tên loại văn bản dự thảo")
    subject: str = Field("", description="trích yếu")
    drafter: str = Field("", description="người soạn thảo")
    counts: str = Field("", description="số nơi được hỏi, đã trả lời, thống nhất, góp ý")
    rows: list[OpinionLine] = Field([], description="các nơi được lấy ý kiến: " + ", ".join(OpinionLine.model_fields))


SAMPLE: dict[str, Any] = {
    "agency": "Sở Thông tin và Truyền thông",
    "agency_parent": "Ủy ban nhân dân tỉnh Mẫu",
    "unit": "Phòng Công nghệ thông tin",
    "issued_on": date(2026, 3, 2),
    "document": "Dự thảo Quyết định",
    "subject": "Ban hành Quy chế tiếp nhận, xử lý văn bản điện tử",
    "drafter": "Trần Minh Thuận",
    "counts": "Đã hỏi 2 nơi, 1 nơi đã trả lời: 1 thống nhất, có góp ý.",
    "rows": [
        {
            "who": "Phòng Kế hoạch",
            "asked": "02/03/2026",
            "draft": "Bản 1",
            "due": "06/03/2026",
            "answered": "Ngô Thị Hạnh, Trưởng phòng, 09:00 05/03/2026",
            "opinion": "Thống nhất, có góp ý",
            "words": "Đề nghị bổ sung thời hạn tại Điều 5.",
            "reply": "Tiếp thu. Đã bổ sung.",
        },
        {"who": "Sở Tài chính", "asked": "02/03/2026", "draft": "Bản 1", "due": "06/03/2026", "answered": "Chưa có"},
    ],
}
OPINIONS = Template(
    "opinion-table", RULE_SET, "Bảng tổng hợp ý kiến", "", TEMPLATES / "opinion-table.typ", OpinionTable, SAMPLE
)

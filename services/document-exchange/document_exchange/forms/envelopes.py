"""Bì thư as a form: what a template may show, and sample values (NĐ 30/2020/NĐ-CP, Điều 18)."""

from datetime import date
from typing import Any

from pydantic import Field

from document_exchange.forms.registers import RULE_SET, TEMPLATES
from shared.printing.forms import Fields, Template


class Envelope(Fields):
    """Một bì."""

    receiver: str = ""
    address: str = ""
    phone: str = ""


class Envelopes(Fields):
    """Bì thư của một văn bản: one page each."""

    agency: str = Field(min_length=1, description="cơ quan gửi")
    agency_parent: str = Field("", description="cơ quan cấp trên trực tiếp")
    address: str = Field("", description="địa chỉ nơi gửi")
    phone: str = Field("", description="điện thoại nơi gửi")
    issued_on: date = Field(description="ngày in")
    reference: str = Field("", description="số, ký hiệu văn bản trong bì")
    urgency: str = Field("", description="mức độ khẩn, trống khi thường")
    envelopes: list[Envelope] = Field([], description="từng bì: " + ", ".join(Envelope.model_fields))


SAMPLE: dict[str, Any] = {
    "agency": "Sở Nội vụ",
    "agency_parent": "Ủy ban nhân dân tỉnh Mẫu",
    "address": "01 đường Mẫu, phường Mẫu",
    "phone": "0256 000 000",
    "issued_on": date(2026, 3, 2),
    "reference": "125/SNV-VP",
    "urgency": "HỎA TỐC",
    "envelopes": [
        {"receiver": "Sở Tài chính", "address": "02 đường Mẫu", "phone": "0256 000 001"},
        {"receiver": "Công ty Mẫu", "address": "", "phone": ""},
    ],
}
ENVELOPES = Template("envelopes", RULE_SET, "Bì thư", "", TEMPLATES / "envelopes.typ", Envelopes, SAMPLE)

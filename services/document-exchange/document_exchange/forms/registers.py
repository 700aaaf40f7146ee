"""Sổ đăng ký văn bản đi, đến as forms: what a template may show, and sample values (NĐ 30/2020/NĐ-CP, Phụ lục IV)."""

from pathlib import Path

from pydantic import Field

from shared.printing.forms import Fields, Template
from shared.printing.registers import SAMPLE, Register

TEMPLATES = Path(__file__).parent / "templates"
RULE_SET = "ND30_2020"


class OutgoingLine(Fields):
    """Một dòng sổ đăng ký văn bản đi; all as people read it."""

    reference: str = ""
    issued: str = ""
    subject: str = ""
    signer: str = ""
    receivers: str = ""
    archive: str = ""
    copies: str = ""
    sent: str = ""
    receipt: str = ""
    note: str = ""


class IncomingLine(Fields):
    """Một dòng sổ đăng ký văn bản đến; all as people read it."""

    arrived: str = ""
    number: str = ""
    sender: str = ""
    reference: str = ""
    issued: str = ""
    subject: str = ""
    holders: str = ""
    registered: str = ""
    receipt: str = ""
    note: str = ""


class OutgoingRegister(Register):
    """Sổ đăng ký văn bản đi."""

    rows: list[OutgoingLine] = Field(description="các dòng: " + ", ".join(OutgoingLine.model_fields))


class IncomingRegister(Register):
    """Sổ đăng ký văn bản đến."""

    rows: list[IncomingLine] = Field(description="các dòng: " + ", ".join(IncomingLine.model_fields))


_OUTGOING = {
    "reference": "05/QĐ-STTTT",
    "issued": "02/03/2026",
    "subject": "Quyết định: Về việc ban hành Quy chế tiếp nhận, xử lý văn bản điện tử",
    "signer": "Nguyễn Thị Yến",
    "receivers": "UBND tỉnh; SNV; STC",
    "archive": "Văn thư",
    "copies": "1",
    "sent": "02/03/2026",
    "receipt": "Điện tử",
}
_INCOMING = {
    "arrived": "02/03/2026",
    "number": "12",
    "sender": "Sở Nội vụ",
    "reference": "125/SNV-CCVC",
    "issued": "27/02/2026",
    "subject": "Công văn: V/v rà soát vị trí việc làm",
    "holders": "Trần Minh Thuận",
    "registered": "02/03/2026",
    "receipt": "Điện tử",
}

OUTGOING = Template(
    "register-outgoing",
    RULE_SET,
    "Sổ đăng ký văn bản đi",
    "",
    TEMPLATES / "register-outgoing.typ",
    OutgoingRegister,
    {**SAMPLE, "rows": [_OUTGOING]},
)
INCOMING = Template(
    "register-incoming",
    RULE_SET,
    "Sổ đăng ký văn bản đến",
    "",
    TEMPLATES / "register-incoming.typ",
    IncomingRegister,
    {**SAMPLE, "rows": [_INCOMING]},
)
REGISTER_TEMPLATES = {(template.rule_set, template.name): template for template in (OUTGOING, INCOMING)}

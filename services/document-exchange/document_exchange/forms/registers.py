"""Sổ đăng ký, sổ theo dõi giải quyết, sổ bưu điện as forms: what a template may show, and sample values (NĐ 30/2020 Phụ lục IV)."""

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


class TrackedLine(Fields):
    """Một dòng sổ theo dõi giải quyết văn bản đến; all as people read it."""

    number: str = ""
    document: str = ""
    holders: str = ""
    due: str = ""
    progress: str = ""
    answer: str = ""
    note: str = ""


class PostLine(Fields):
    """Một dòng sổ gửi văn bản đi bưu điện; all as people read it."""

    sent: str = ""
    reference: str = ""
    receiver: str = ""
    envelopes: str = ""
    receipt: str = ""
    note: str = ""


class LentLine(Fields):
    """Một dòng sổ sử dụng bản lưu; all as people read it."""

    used: str = ""
    person: str = ""
    reference: str = ""
    about: str = ""
    file: str = ""
    receipt: str = ""
    returned: str = ""
    allowed: str = ""
    note: str = ""


class OutgoingRegister(Register):
    """Sổ đăng ký văn bản đi."""

    rows: list[OutgoingLine] = Field(description="các dòng: " + ", ".join(OutgoingLine.model_fields))


class IncomingRegister(Register):
    """Sổ đăng ký văn bản đến."""

    rows: list[IncomingLine] = Field(description="các dòng: " + ", ".join(IncomingLine.model_fields))


class TrackingRegister(Register):
    """Sổ theo dõi giải quyết văn bản đến."""

    rows: list[TrackedLine] = Field(description="các dòng: " + ", ".join(TrackedLine.model_fields))


class PostRegister(Register):
    """Sổ gửi văn bản đi bưu điện."""

    rows: list[PostLine] = Field(description="các dòng: " + ", ".join(PostLine.model_fields))


class LentCopies(Register):
    """Sổ sử dụng bản lưu."""

    rows: list[LentLine] = Field(description="các dòng: " + ", ".join(LentLine.model_fields))


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

_TRACKED = {
    "number": "12",
    "document": "Công văn 125/SNV-CCVC ngày 27/02/2026, Sở Nội vụ",
    "holders": "Phòng Công nghệ thông tin; Trần Minh Thuận",
    "due": "10/03/2026",
    "progress": "Hoàn thành 09/03/2026",
    "answer": "48/STTTT-VP",
}
_POSTED = {
    "sent": "02/03/2026",
    "reference": "05/QĐ-STTTT",
    "receiver": "Công ty TNHH Mẫu, 12 đường Lê Lợi",
    "envelopes": "1",
    "receipt": "RA123456789VN",
}
_LENT = {
    "used": "02/03/2026",
    "person": "Trần Minh Thuận",
    "reference": "05/QĐ-STTTT ngày 20/02/2026",
    "about": "Quyết định: Về việc ban hành Quy chế tiếp nhận, xử lý văn bản điện tử",
    "file": "12/QĐ",
    "returned": "04/03/2026",
    "allowed": "Nguyễn Thị Yến",
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
TRACKING = Template(
    "register-tracking",
    RULE_SET,
    "Sổ theo dõi giải quyết văn bản đến",
    "",
    TEMPLATES / "register-tracking.typ",
    TrackingRegister,
    {**SAMPLE, "rows": [_TRACKED]},
)
POST = Template(
    "register-post",
    RULE_SET,
    "Sổ gửi văn bản đi bưu điện",
    "",
    TEMPLATES / "register-post.typ",
    PostRegister,
    {**SAMPLE, "first_number": "", "last_number": "", "rows": [_POSTED]},
)
LENT = Template(
    "register-lent",
    RULE_SET,
    "Sổ sử dụng bản lưu",
    "",
    TEMPLATES / "register-lent.typ",
    LentCopies,
    {**SAMPLE, "first_number": "", "last_number": "", "rows": [_LENT]},
)
REGISTER_TEMPLATES = {
    (template.rule_set, template.name): template for template in (OUTGOING, INCOMING, TRACKING, POST, LENT)
}

"""What a packet says, as values. Field names follow edXML; lengths are the ones one axis validator insists on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum


class BusinessType(IntEnum):
    """Loại nghiệp vụ (BussinessDocType)."""

    NEW = 0  # Văn bản mới
    RECALL = 1  # Thu hồi
    UPDATE = 2  # Cập nhật
    REPLACE = 3  # Thay thế


class PacketRefused(Exception):
    """Gói tin không đúng quy định. `code`: N missing, R too long, M bad value, T bad type; `path`: which element."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"{code} {path}".strip())
        self.code = code
        self.path = path

    @property
    def axis_code(self) -> str:
        """As axis products write it: `N.MessageHeader.To`."""
        return f"{self.code}.{self.path}" if self.path else self.code


@dataclass(frozen=True)
class Notice:
    """Điều cần lưu ý: read, but not as the format asks."""

    code: str
    path: str
    value: str = ""


@dataclass(frozen=True)
class Organ:
    """Cơ quan, tổ chức gửi hoặc nhận."""

    organ_id: str
    organ_name: str = ""
    in_charge: str = ""  # cơ quan chủ quản
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True)
class Signer:
    """Người ký văn bản."""

    full_name: str = ""
    position: str = ""
    competence: str = ""  # thẩm quyền ký: TM., KT., TL., TUQ., Q.


@dataclass(frozen=True)
class Response:
    """Văn bản được phản hồi, hoặc văn bản mà trạng thái nói tới."""

    organ_id: str
    code: str
    document_id: str
    promulgated_on: date | None = None


@dataclass(frozen=True)
class Staff:
    """Người thực hiện."""

    department: str = ""
    staff: str = ""
    email: str = ""
    mobile: str = ""
    department_id: str = ""
    staff_id: str = ""


@dataclass(frozen=True)
class TraceEntry:
    """Vết gói tin: an organ or hub the packet passed, and when (UTC+7)."""

    organ_id: str
    at: datetime | None


@dataclass(frozen=True)
class ReceiverChange:
    """Thay đổi nơi nhận trong gói cập nhật."""

    organ_id: str
    added: bool


@dataclass(frozen=True)
class Replacement:
    """Văn bản bị thay thế và các nơi nhận liên quan."""

    document_id: str
    organ_ids: tuple[str, ...]


@dataclass(frozen=True)
class Business:
    """Nghiệp vụ của gói tin (Bussiness)."""

    kind: BusinessType = BusinessType.NEW
    reason: str = ""
    document_id: str = ""
    paper_follows: bool = False
    document_changed: bool = False
    receivers_changed: bool = False
    receivers: tuple[ReceiverChange, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    staff: Staff | None = None


@dataclass(frozen=True)
class Attachment:
    """Tệp kèm theo; the first one is the signed document itself."""

    name: str
    content: bytes = field(repr=False)
    description: str = ""
    content_id: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class DocumentPacket:
    """Gói tin văn bản."""

    sender: Organ
    receivers: tuple[Organ, ...]
    document_id: str
    number: str
    notation: str
    promulgated_on: date | None
    type_name: str
    subject: str
    place: str = ""
    document_type: int = 2  # 1 quy phạm pháp luật, 2 hành chính
    type_detail: int | None = None
    content: str = ""
    signer: Signer | None = None
    due_on: date | None = None
    priority: int = 0
    states_priority: bool = field(default=True, compare=False)
    """Whether it says how urgent it is, in a word that is known; what says nothing is ordinary."""
    sphere: str = ""
    typer_notation: str = ""
    promulgation_amount: int = 1
    page_amount: int = 1
    appendixes: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    steering: int | None = None
    task_code: str = ""
    """Mã nhiệm vụ that the document answers (`ResponseForTask/TaskCode`)."""
    places: tuple[str, ...] = ()
    traces: tuple[TraceEntry, ...] = ()
    business: Business = Business()
    attachments: tuple[Attachment, ...] = ()
    signature_xml: bytes | None = field(default=None, repr=False)
    warnings: tuple[Notice, ...] = field(default=(), compare=False)

    @property
    def code(self) -> str:
        """Số, ký hiệu: `125/STTTT-CNTT`."""
        return f"{self.number}/{self.notation}" if self.notation else self.number


@dataclass(frozen=True)
class StatusPacket:
    """Gói tin trạng thái."""

    sender: Organ
    response: Response
    status_code: str
    description: str
    at: datetime | None
    staff: Staff | None = None
    warnings: tuple[Notice, ...] = field(default=(), compare=False)


Packet = DocumentPacket | StatusPacket


@dataclass(frozen=True)
class Limits:
    """Giới hạn khi đọc gói tin; the axis publishes none, so they are settings."""

    packet_bytes: int = 50 * 1024 * 1024
    attachment_bytes: int = 50 * 1024 * 1024
    total_attachment_bytes: int = 60 * 1024 * 1024
    attachments: int = 100
    receivers: int = 20_000
    """A ministry writes to every commune of the country; how many a sender of ours may name is decided at accepting."""
    depth: int = 40
    elements: int = 250_000
    zip_ratio: int = 200

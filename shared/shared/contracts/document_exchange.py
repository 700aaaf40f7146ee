"""What document-exchange tells: the sender's word on a delivery, and the receiver's."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.figures import FigureRecorded
from shared.contracts.notification import OfficersNotified
from shared.contracts.values import FileReference


class DocumentSent(Event):
    """Văn bản được gửi tới một nơi nhận: one event per addressee; the packet is an edXML file."""

    type: ClassVar[str] = "document-exchange.document-sent.v1"
    summary: ClassVar[str] = "Văn bản được gửi tới một nơi nhận: mỗi nơi nhận một sự kiện, kèm gói tin edXML"
    kind: ClassVar[str] = "delivery"
    subject_field: ClassVar[str] = "delivery_id"

    delivery_id: str
    document_id: str
    """Mã định danh văn bản, as in the packet; opaque text."""
    sender_code: str
    addressee_code: str
    packet: FileReference
    sent_at: datetime


class RecallRequested(Event):
    """Lấy lại văn bản (13): the sender asks the addressee to give the document back."""

    type: ClassVar[str] = "document-exchange.recall-requested.v1"
    summary: ClassVar[str] = "Lấy lại văn bản (13): nơi gửi đề nghị nơi nhận trả lại văn bản"
    kind: ClassVar[str] = "delivery"
    subject_field: ClassVar[str] = "delivery_id"

    delivery_id: str
    document_id: str
    sender_code: str
    addressee_code: str
    reason: str
    requested_by: str
    requested_at: datetime


class ChangeAsked(Event):
    """Thay đổi văn bản đã gửi: the sender asks the addressee to update (2) or replace (3) what it has; answered 15 or 16."""

    type: ClassVar[str] = "document-exchange.change-asked.v1"
    summary: ClassVar[str] = "Nơi gửi đề nghị nơi nhận cập nhật (2) hoặc thay thế (3) văn bản đã gửi"
    kind: ClassVar[str] = "delivery"
    subject_field: ClassVar[str] = "delivery_id"

    delivery_id: str
    change_id: str
    """Said again with the answer (`DeliveryProgressed`)."""
    document_id: str
    """Mã định danh of the document that is changed."""
    sender_code: str
    addressee_code: str
    """Who has it now: the addressee of the delivery, or whoever goes on with that one's work."""
    business: int
    """`BussinessDocType`: 2 or 3."""
    reason: str
    proposed: dict[str, str | int] = Field(default_factory=dict)
    """Of an update: what the sender says anew, `subject` and `due_on` (ISO)."""
    new_document_id: str = ""
    """Of a replacement: mã định danh of the document that takes its place."""
    packet: FileReference
    asked_by: str
    asked_at: datetime


class DeliveryProgressed(Event):
    """Trạng thái xử lý tại nơi nhận (01-06, 15, 16), reported by the addressee."""

    type: ClassVar[str] = "document-exchange.delivery-progressed.v1"
    summary: ClassVar[str] = "Trạng thái xử lý tại nơi nhận (01–06, 15, 16), do nơi nhận báo"
    kind: ClassVar[str] = "progress"
    subject_field: ClassVar[str] = "delivery_id"

    delivery_id: str
    document_id: str
    addressee_code: str
    status: str
    """Two digits: 01, 02, 03, 04, 05, 06, 15 or 16."""
    description: str
    staff_name: str = ""
    staff_department: str = ""
    reported_at: datetime
    change_id: str = ""
    """With 15 or 16: which wish of the sender (`ChangeAsked`) is answered; empty for a recall."""


class OfficeNotified(OfficersNotified):
    """Thông báo về văn bản: arrived, assigned, due soon, late, submitted, returned, refused."""

    type: ClassVar[str] = "document-exchange.officers-notified.v1"
    summary: ClassVar[str] = "Thông báo về văn bản: đến, được giao, sắp đến hạn, quá hạn, trình ký, bị trả lại"


class DocumentFigureRecorded(FigureRecorded):
    """Số liệu ngày về văn bản."""

    type: ClassVar[str] = "document-exchange.figure-recorded.v1"
    summary: ClassVar[str] = "Số liệu ngày về văn bản"


class ResultEntered(Event):
    """Trả lời đề nghị ghi kết quả vào sổ văn bản đi: entered, or which document has its number."""

    type: ClassVar[str] = "document-exchange.result-entered.v1"
    summary: ClassVar[str] = (
        "Trả lời đề nghị ghi kết quả của một cửa vào sổ văn bản đi: đã ghi, hoặc số đã có văn bản khác mang"
    )
    kind: ClassVar[str] = "entry"
    subject_field: ClassVar[str] = "result_id"

    result_id: str
    entered: bool
    taken_by: str = ""
    """Where it was not entered: what bears its number, in words."""
    answered_at: datetime


class ResultNumberReserved(Event):
    """Trả lời xin số: which number of which agency's book is kept for the result, or why none."""

    type: ClassVar[str] = "document-exchange.result-number-reserved.v1"
    summary: ClassVar[str] = "Trả lời xin số cho kết quả của một cửa: số đã giữ ở sổ văn bản đi, hoặc vì sao chưa có"
    kind: ClassVar[str] = "number"
    subject_field: ClassVar[str] = "request_id"

    request_id: str
    agency_code: str
    """Whose book: the one that does the work now where the agency asked has ended."""
    year: int
    reference: str = ""
    """Số, ký hiệu to be printed; empty: none is kept."""
    refused: str = ""
    """Why none is, in a sentence for the officers."""
    answered_at: datetime


class ResultNumberVoided(Event):
    """Văn thư bỏ số đã giữ cho kết quả: nothing may be signed with it; whoever still waits asks under another request."""

    type: ClassVar[str] = "document-exchange.result-number-voided.v1"
    summary: ClassVar[str] = "Văn thư bỏ số đã giữ cho kết quả của một cửa: không ký với số ấy nữa"
    kind: ClassVar[str] = "number"
    subject_field: ClassVar[str] = "request_id"

    request_id: str
    agency_code: str
    """Whose book."""
    year: int
    reference: str
    reason: str
    """As the clerk wrote it."""
    voided_at: datetime

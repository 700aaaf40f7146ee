"""What one-stop tells."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.figures import FigureRecorded
from shared.contracts.notification import OfficersNotified
from shared.contracts.values import (
    DossierParty,
    FileReference,
    FurtherResult,
    RecalledFurther,
    StepTaken,
    SupplementItem,
)


class DossierEvent(Event):
    """What happened to a hồ sơ: the events of one dossier take effect in their order."""

    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"


class DossierReceived(DossierEvent):
    """Hồ sơ được tiếp nhận: it has its code (mã hồ sơ), its receipt (form 01) and its due time."""

    type: ClassVar[str] = "one-stop.dossier-received.v1"
    summary: ClassVar[str] = "Hồ sơ được tiếp nhận: có mã hồ sơ, giấy tiếp nhận (mẫu 01) và ngày hẹn trả"

    dossier_id: str  # equal to the submission's id when it was filed online
    code: str
    procedure_code: str
    procedure_name: str
    agency_code: str
    applicant_name: str
    lookup_secret: str
    received_at: datetime
    due_at: datetime
    due_provisional: bool = False  # tạm tính: it reaches into a year whose working calendar is not decided yet
    due_words: tuple[str, ...] = ()  # vì sao hẹn ngày này, a sentence each
    receipt: FileReference | None = None  # None: settled at once, and the applicant asked for none
    settled_at_once: bool = False  # giải quyết ngay tại quầy: there is nothing to wait for
    parties: tuple[DossierParty, ...] = ()
    received_by: str = ""  # nơi tiếp nhận by name, where another agency decides
    returned_by: str = ""  # nơi trả kết quả by name, where received for another agency and fetched at a counter


class DossierRefused(DossierEvent):
    """Hồ sơ không được tiếp nhận (form 03)."""

    type: ClassVar[str] = "one-stop.dossier-refused.v1"
    summary: ClassVar[str] = "Hồ sơ không được tiếp nhận (mẫu 03)"

    dossier_id: str
    reason: str
    refused_at: datetime
    notice: FileReference


class SupplementRequested(DossierEvent):
    """Yêu cầu bổ sung hồ sơ (form 02): the clock stops."""

    type: ClassVar[str] = "one-stop.supplement-requested.v1"
    summary: ClassVar[str] = "Yêu cầu bổ sung hồ sơ (mẫu 02): thời hạn dừng tính"

    dossier_id: str
    reason: str
    items: tuple[SupplementItem, ...]
    requested_at: datetime
    deadline_at: datetime | None = None
    notice: FileReference


class DossierMoved(DossierEvent):
    """Hồ sơ chuyển bước: also sent when a supplement was taken in and the clock goes on."""

    type: ClassVar[str] = "one-stop.dossier-moved.v1"
    summary: ClassVar[str] = "Hồ sơ chuyển bước; cả khi đã nhận bổ sung và thời hạn tính tiếp"

    dossier_id: str
    status: int  # TrangThaiHoSo 1-10
    step: StepTaken
    action: str  # `transfer`, `return`, `supplement-taken-in`, `due-recounted`, ...
    due_at: datetime | None
    due_provisional: bool = False  # tạm tính, as in `DossierReceived`
    due_words: tuple[str, ...] = ()  # where the act moved the due time: as in `DossierReceived`
    moved_at: datetime
    asked: tuple[str, ...] = ()  # names of the agencies whose part is awaited now; nothing of what they are asked


class DueMoved(DossierEvent):
    """Lần dời ngày hẹn trả, or the clock stands still and goes on: with the reason, and the signed letter (form 04) where there is one."""

    type: ClassVar[str] = "one-stop.due-moved.v1"
    summary: ClassVar[str] = (
        "Dời ngày hẹn trả, tạm dừng hoặc tính tiếp thời hạn: lý do, kèm văn bản đã ký (mẫu 04) nếu có"
    )

    dossier_id: str
    status: int  # TrangThaiHoSo 1-10
    cause: str
    """`apology`: xin lỗi và hẹn lại ngày trả. `extension`: gia hạn theo luật. `paused`, `resumed`: tạm dừng, tính tiếp thời hạn."""
    reason: str
    due_at: datetime
    due_provisional: bool = False
    due_words: tuple[str, ...] = ()  # as in `DossierReceived`
    expected_until: datetime | None = None
    """When a pause is expected to end."""
    moved_at: datetime
    notice: FileReference | None = None


class DossierClosed(DossierEvent):
    """Hồ sơ kết thúc không có kết quả: withdrawn by the applicant (7), or stopped (8) on a lawful ground."""

    type: ClassVar[str] = "one-stop.dossier-closed.v1"
    summary: ClassVar[str] = (
        "Hồ sơ kết thúc không có kết quả: người nộp rút (7), hoặc cơ quan dừng theo căn cứ luật định (8)"
    )

    dossier_id: str
    status: int  # 7 (withdrawn) or 8 (stopped)
    reason: str
    closed_at: datetime
    notice: FileReference | None = None  # form 05, when the agency stopped
    settlement: str = ""  # what becomes of fee and papers, in words; empty where it is not decided yet


class DossierFinished(DossierEvent):
    """Hồ sơ đã xử lý xong: the result is signed."""

    type: ClassVar[str] = "one-stop.dossier-finished.v1"
    summary: ClassVar[str] = "Hồ sơ đã xử lý xong: kết quả đã được ký"

    dossier_id: str
    code: str
    result_name: str
    result_number: str
    signed_by: str
    verification_code: str
    result: FileReference
    finished_at: datetime
    outcome: str = "granted"  # kết luận: `granted`, `refused`, `partial` (`shared.standards.result_outcomes`)
    reason: str = ""
    valid_until: date | None = None  # có hiệu lực đến hết ngày; None: without term, or the result does not say
    valid_from: date | None = None  # có hiệu lực từ ngày; None: from its signature
    scope: str = ""  # phạm vi hiệu lực; empty: the result does not say
    result_code: str = ""  # mã kết quả theo danh mục; empty: the procedure's catalogue has none for it
    others: tuple[FurtherResult, ...] = ()  # what the dossier was given besides, signed at the same moment
    issued_by: str = ""  # code of the agency that signed, where that is another than has the dossier


class ResultRecalled(DossierEvent):
    """Thu hồi kết quả đã ký: it does not count any more, and the dossier is being worked on again."""

    type: ClassVar[str] = "one-stop.result-recalled.v1"
    summary: ClassVar[str] = "Thu hồi kết quả đã ký: kết quả không còn giá trị, hồ sơ được làm lại"

    dossier_id: str
    verification_code: str
    sha256: str
    status: int
    step: StepTaken
    due_at: datetime | None
    reason: str
    recalled_at: datetime
    others: tuple[RecalledFurther, ...] = ()  # all of a dossier are recalled together


class HandOverUndone(DossierEvent):
    """Thu hồi việc trả kết quả: the result waits to be fetched again."""

    type: ClassVar[str] = "one-stop.hand-over-undone.v1"
    summary: ClassVar[str] = "Thu hồi việc trả kết quả: kết quả lại chờ trả"

    dossier_id: str
    reason: str
    undone_at: datetime


class ResultReturned(DossierEvent):
    """Đã trả kết quả."""

    type: ClassVar[str] = "one-stop.result-returned.v1"
    summary: ClassVar[str] = "Đã trả kết quả"

    dossier_id: str
    channel: str
    returned_at: datetime


class ResultReminded(DossierEvent):
    """Nhắc nhận kết quả: it waits and nobody has fetched it."""

    type: ClassVar[str] = "one-stop.result-reminded.v1"
    summary: ClassVar[str] = "Nhắc người nộp: kết quả đang chờ nhận"

    dossier_id: str
    finished_at: datetime
    reminded_at: datetime


class SupplementReminded(DossierEvent):
    """Nhắc bổ sung hồ sơ: it was asked for, its deadline comes, nothing has arrived."""

    type: ClassVar[str] = "one-stop.supplement-reminded.v1"
    summary: ClassVar[str] = "Nhắc người nộp: sắp hết hạn bổ sung hồ sơ"

    dossier_id: str
    deadline_at: datetime
    reminded_at: datetime


class CounterNotified(OfficersNotified):
    """Thông báo về hồ sơ: assigned, answered, due soon, late."""

    type: ClassVar[str] = "one-stop.officers-notified.v1"
    summary: ClassVar[str] = "Thông báo về hồ sơ: được giao, đã bổ sung, sắp đến hạn, quá hạn"


class DossierFigureRecorded(FigureRecorded):
    """Số liệu ngày về hồ sơ."""

    type: ClassVar[str] = "one-stop.figure-recorded.v1"
    summary: ClassVar[str] = "Số liệu ngày về hồ sơ"

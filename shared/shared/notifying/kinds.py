"""The kinds of notification, and which facts each may carry.

No fact holds a person's name, number, papers or words, nor what a document or dossier is about: a message is read on other people's
screens and goes over other people's servers. Whoever may see more sees it after signing in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shared.access.rights import UNIT_HEAD, Power, Role
from shared.notifying.kinds_inside import WORK_INSIDE


class Channel(StrEnum):
    """Kênh gửi; in the list on the pages a notification always stands."""

    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class Timing(StrEnum):
    """Khi nào gửi."""

    AT_ONCE = "at-once"  # gửi ngay
    DAILY = "daily"  # gộp mỗi ngày một lần
    NEVER = "never"  # không gửi


FACTS = frozenset(
    {
        "code",
        "reference",
        "agency",
        "unit",
        "step",
        "due",
        "deadline",
        "until",
        "sent",
        "ends_on",
        "post",
        "since",
        "why",
        "share",
        "year",
        "count",
    }
)
"""All that a sentence may name: codes, numbers of documents and of procedures, agencies, units, steps, moments, a post's title,
why a rule refused, how much of a term is used up, a year, how many.
"""
ACTING_IN = "acting_in"
"""Added for a delegate, whatever the kind: the giver's post, by its title and agency."""


@dataclass(frozen=True)
class Kind:
    """Loại thông báo."""

    code: str
    title: str
    """What it is called where a person chooses."""
    facts: frozenset[str]
    told_by: str
    """The fact that tells one from another of this kind: its title names it, in a list and in a message."""
    roles: frozenset[str] = frozenset()
    """In whose posts it is told, `UNIT_HEAD` those that lead their unit; empty for one of citizens."""
    powers: frozenset[str] = frozenset()
    """A delegate who was given all of them is told for the giver; empty: nobody but the person."""
    email: Timing = Timing.DAILY
    """What holds until the person chooses."""

    @property
    def for_citizens(self) -> bool:
        return not self.roles

    def usual(self, channel: Channel) -> Timing:
        return self.email if channel is Channel.EMAIL else Timing.NEVER

    def reaches_delegate(self, powers: Collection[str]) -> bool:
        return bool(self.powers) and self.powers <= set(powers)


_LEADERS = frozenset({Role.LEADER.value})
_WORKERS = _LEADERS | {Role.SPECIALIST.value}
_DESKS = _WORKERS | {Role.COUNTER_OFFICER.value}
_COUNTER = frozenset({Role.COUNTER_OFFICER.value})
_OFFICE = _WORKERS | {Role.RECORDS_CLERK.value}
_CLERKS = frozenset({Role.RECORDS_CLERK.value})
_EDITORS = frozenset({Role.PROCEDURE_EDITOR.value})
_DIRECTORY = frozenset({Role.DIRECTORY_ADMINISTRATOR.value})
_ALL = frozenset(role.value for role in Role)
_HEADS = _LEADERS | {UNIT_HEAD}
_DOSSIERS, _DOCUMENTS = frozenset({Power.DOSSIERS.value}), frozenset({Power.DOCUMENTS.value})
_SIGNING = frozenset({Power.SIGNING.value})
_NOBODY: frozenset[str] = frozenset()


def _told(
    to: frozenset[str], powers: frozenset[str], code: str, title: str, facts: str, email: Timing = Timing.DAILY
) -> Kind:
    """`facts`: the one that tells it from others first."""
    return Kind(code, title, frozenset(facts.split()), facts.split()[0], to, powers, email)


def _citizens(code: str, title: str, facts: str) -> Kind:
    return Kind(code, title, frozenset(facts.split()), facts.split()[0], email=Timing.AT_ONCE)


_NOW = Timing.AT_ONCE
_KINDS = (
    _told(_DESKS, _DOSSIERS, "dossier-assigned", "Hồ sơ được giao cho tôi", "code step due"),
    _told(_DESKS, _DOSSIERS, "dossier-taken-back", "Hồ sơ tôi làm bước được lấy lại", "code step due agency", _NOW),
    _told(_LEADERS, _DOSSIERS | _SIGNING, "dossier-to-sign", "Kết quả hồ sơ trình tôi ký", "code step due"),
    _told(_DESKS, _DOSSIERS, "dossier-changed-over", "Hồ sơ tôi giữ chuyển sang quy trình mới", "code step due"),
    _told(_LEADERS, _DOSSIERS | _SIGNING, "apology-to-sign", "Văn bản xin lỗi trình tôi ký", "code step due"),
    _told(_DESKS, _DOSSIERS, "apology-signed", "Văn bản xin lỗi tôi đề nghị đã được ký", "code step due"),
    _told(_DESKS, _DOSSIERS, "apology-declined", "Đề nghị xin lỗi của tôi bị trả lại", "code step due"),
    _told(_LEADERS, _DOSSIERS, "pause-to-approve", "Đề nghị tạm dừng thời hạn chờ tôi quyết định", "code step due"),
    _told(
        _DESKS, _DOSSIERS, "pause-approved", "Đề nghị tạm dừng thời hạn của hồ sơ tôi giữ được duyệt", "code step due"
    ),
    _told(
        _DESKS,
        _DOSSIERS,
        "pause-declined",
        "Đề nghị tạm dừng thời hạn của hồ sơ tôi giữ không được duyệt",
        "code step due",
    ),
    _told(_DESKS, _DOSSIERS, "pause-over", "Hồ sơ tạm dừng tính thời hạn quá ngày dự kiến", "code step due", _NOW),
    _told(
        _LEADERS, _DOSSIERS | _SIGNING, "dossier-stop-proposed", "Hồ sơ được đề xuất dừng giải quyết", "code step due"
    ),
    _told(_DESKS, _DOSSIERS, "dossier-answered", "Người nộp đã bổ sung hồ sơ tôi đang giữ", "code step due"),
    _told(_DESKS, _DOSSIERS, "dossier-due-soon", "Hồ sơ tôi đang giữ sắp đến hạn trả", "code step due", _NOW),
    _told(_DESKS, _DOSSIERS, "dossier-late", "Hồ sơ tôi đang giữ đã quá hạn", "code step due", _NOW),
    _told(
        _DESKS | {UNIT_HEAD},
        _DOSSIERS,
        "dossier-term-used",
        "Hồ sơ tôi giữ hoặc theo dõi đã dùng phần lớn thời hạn",
        "code share step due",
    ),
    _told(_DESKS, _DOSSIERS, "hand-over-due-soon", "Hồ sơ đã nhận sắp hết hạn chuyển đơn vị", "code step due", _NOW),
    _told(_DESKS, _DOSSIERS, "hand-over-late", "Hồ sơ đã nhận chưa chuyển đơn vị", "code step due", _NOW),
    _told(_WORKERS, _DOSSIERS, "unit-list-arrived", "Hồ sơ bàn giao cho đơn vị tôi theo danh sách", "code unit", _NOW),
    _told(_COUNTER, _DOSSIERS, "unit-list-returned", "Hồ sơ tôi bàn giao không được nhận", "code unit", _NOW),
    _told(
        _COUNTER, _DOSSIERS, "dossier-sent-here", "Quầy khác chuyển hồ sơ đến cơ quan tôi", "code agency step due", _NOW
    ),
    _told(
        _COUNTER,
        _DOSSIERS,
        "dossier-sent-back",
        "Hồ sơ tôi nhận cho cơ quan khác bị trả lại",
        "code agency step due",
        _NOW,
    ),
    _told(_COUNTER, _DOSSIERS, "supplement-to-call", "Người nộp cần được gọi nhắc bổ sung", "code step due", _NOW),
    _told(_DESKS, _DOSSIERS, "supplement-lapsed", "Hồ sơ quá hạn bổ sung", "code step due", _NOW),
    _told(_LEADERS, _DOSSIERS, "dossier-late-here", "Hồ sơ quá hạn ở cơ quan tôi lãnh đạo", "code step due"),
    _told(_DESKS, _DOSSIERS, "part-answered", "Cơ quan tôi hỏi ý kiến đã trả lời", "code agency due"),
    _told(_DESKS, _DOSSIERS, "part-refused", "Cơ quan tôi hỏi ý kiến đã từ chối", "code agency due"),
    _told(_DESKS, _DOSSIERS, "part-answer-due-soon", "Ý kiến tôi đang chờ sắp đến hạn", "code agency due"),
    _told(_DESKS, _DOSSIERS, "part-answer-late", "Ý kiến tôi đang chờ đã quá hạn", "code agency due", _NOW),
    _told(_DESKS, _DOSSIERS, "part-arrived", "Cơ quan khác hỏi ý kiến cơ quan tôi", "code agency due"),
    _told(_DESKS, _DOSSIERS, "part-assigned", "Phần việc liên thông được giao cho tôi", "code agency due"),
    _told(_LEADERS, _DOSSIERS | _SIGNING, "part-to-sign", "Trả lời ý kiến trình tôi ký", "code agency due"),
    _told(_DESKS, _DOSSIERS, "part-due-soon", "Phần việc liên thông của tôi sắp đến hạn", "code agency due", _NOW),
    _told(_DESKS, _DOSSIERS, "part-late", "Phần việc liên thông của tôi đã quá hạn", "code agency due", _NOW),
    _told(
        _LEADERS,
        frozenset(),
        "report-received",
        "Cơ quan trực thuộc gửi báo cáo giải quyết thủ tục",
        "agency since until",
    ),
    _told(_LEADERS, frozenset(), "report-unsigned", "Báo cáo tháng của cơ quan tôi chưa ký", "since until"),
    _told(_DESKS, _DOSSIERS, "part-recalled", "Phần việc liên thông của tôi được thu hồi", "code agency due"),
    _told(_DESKS, _DOSSIERS, "applicant-wrote", "Người nộp gửi lời trên hồ sơ tôi đang giữ", "code step due"),
    _told(_DESKS, _DOSSIERS, "task-assigned", "Việc trên hồ sơ được giao cho tôi", "code step due"),
    _told(_DESKS, _DOSSIERS, "task-due-soon", "Việc trên hồ sơ của tôi sắp đến hạn", "code step due", _NOW),
    _told(_DESKS, _DOSSIERS, "task-late", "Việc trên hồ sơ tôi làm hoặc tôi giao đã quá hạn", "code step due", _NOW),
    _told(_DESKS, _DOSSIERS, "task-done", "Việc tôi giao trên hồ sơ đã xong", "code step due"),
    _told(_DESKS, _DOSSIERS, "task-returned", "Việc tôi giao trên hồ sơ bị trả lại", "code step due", _NOW),
    _told(_DESKS, _DOSSIERS, "task-recalled", "Việc trên hồ sơ của tôi được thu hồi", "code step due"),
    _told(_DESKS, _DOSSIERS, "result-recalled", "Kết quả tôi dự thảo bị thu hồi để làm lại", "code step due", _NOW),
    _told(_LEADERS, _DOCUMENTS, "document-arrived", "Văn bản đến chờ tôi phân công", "reference agency"),
    _told(_WORKERS, _DOCUMENTS, "document-assigned", "Văn bản đến giao cho tôi xử lý", "reference agency due"),
    _told(_WORKERS, _DOCUMENTS, "document-corrected", "Văn bản đến tôi xử lý được sửa", "reference agency due", _NOW),
    _told(_WORKERS, _DOCUMENTS, "document-due-soon", "Văn bản đến tôi xử lý sắp đến hạn", "reference agency due", _NOW),
    _told(_WORKERS, _DOCUMENTS, "document-late", "Văn bản đến tôi xử lý đã quá hạn", "reference agency due", _NOW),
    _told(
        _LEADERS, _DOCUMENTS, "document-late-here", "Văn bản đến quá hạn ở cơ quan tôi lãnh đạo", "reference agency due"
    ),
    *(_told(to, _DOCUMENTS, *said[:3], Timing(said[3])) for to, kinds in WORK_INSIDE for said in kinds),
    _told(_HEADS, _DOCUMENTS, "document-back", "Văn bản đến trở về đơn vị tôi đứng đầu", "reference agency due"),
    _told(_HEADS | _CLERKS, _DOCUMENTS, "draft-back", "Dự thảo trở về đơn vị tôi đứng đầu", "reference unit"),
    _told(_LEADERS, _DOCUMENTS | _SIGNING, "draft-submitted", "Dự thảo văn bản trình tôi ký", "reference unit"),
    _told(_OFFICE, _DOCUMENTS, "draft-to-review", "Dự thảo văn bản chờ tôi kiểm tra", "reference unit"),
    _told(_OFFICE, _DOCUMENTS, "draft-corrected", "Dự thảo của tôi được sửa khi kiểm tra", "reference unit"),
    _told(_OFFICE, _DOCUMENTS, "draft-remarked", "Góp ý về dự thảo văn bản", "reference unit"),
    _told(_OFFICE, _DOCUMENTS, "draft-returned", "Dự thảo văn bản của tôi bị trả lại", "reference unit"),
    _told(_OFFICE, _DOCUMENTS, "document-refused", "Văn bản đi bị nơi nhận trả lại", "reference agency", _NOW),
    _told(_OFFICE, _NOBODY, "attachment-infected", "Tệp tôi đính kèm vào dự thảo có mã độc", "reference unit", _NOW),
    _told(_CLERKS, _DOCUMENTS, "arrival-scan-infected", "Bản quét văn bản đến có mã độc", "reference agency", _NOW),
    _told(
        _CLERKS, _DOCUMENTS, "document-change-asked", "Nơi gửi yêu cầu thay đổi văn bản đến", "reference agency", _NOW
    ),
    _told(_CLERKS, _DOCUMENTS, "packet-infected", "Gói tin văn bản đến có mã độc", "reference agency", _NOW),
    _told(_DESKS, _NOBODY, "scan-infected", "Bản quét tôi thêm vào hồ sơ có mã độc", "code step due", _NOW),
    _told(_ALL, _NOBODY, "delegation-infected", "Tệp ủy quyền tôi đính kèm có mã độc", "post agency since", _NOW),
    _told(
        _CLERKS,
        _DOCUMENTS,
        "result-number-taken",
        "Kết quả của một cửa trùng số trong sổ văn bản đi",
        "reference code",
        _NOW,
    ),
    _told(_CLERKS, _NOBODY, "book-left-open", "Sổ năm cũ tôi giữ chưa khóa được", "reference why", _NOW),
    _told(frozenset({Role.OPERATOR.value}), _NOBODY, "calendar-missing", "Năm sau chưa có lịch làm việc", "year", _NOW),
    _told(
        _LEADERS, _DOSSIERS, "paper-result-to-compare", "Bản quét kết quả giấy chờ tôi đối chiếu", "reference agency"
    ),
    _told(_DESKS, _DOSSIERS, "paper-result-returned", "Kết quả giấy tôi nhập bị trả lại", "reference agency", _NOW),
    _told(_LEADERS, _NOBODY, "procedure-change-sent", "Thay đổi thủ tục hành chính chờ tôi duyệt", "reference since"),
    _told(_EDITORS, _NOBODY, "procedure-change-approved", "Thay đổi thủ tục tôi gửi đã được duyệt", "reference since"),
    _told(
        _EDITORS, _NOBODY, "procedure-change-returned", "Thay đổi thủ tục tôi gửi bị trả lại", "reference since", _NOW
    ),
    _told(_ALL, _NOBODY, "post-ending", "Vị trí công tác của tôi sắp kết thúc", "post agency ends_on", _NOW),
    _told(_ALL, _NOBODY, "certificate-ending", "Chứng thư số của tôi sắp hết hạn", "post agency ends_on", _NOW),
    _told(
        _DIRECTORY,
        _NOBODY,
        "certificate-ending-here",
        "Chứng thư số ở cơ quan tôi quản trị sắp hết hạn",
        "agency ends_on",
    ),
    _told(
        _ALL,
        _NOBODY,
        "unit-change-refused",
        "Thay đổi đã ghi trước của đơn vị tôi quản trị hoặc đứng đầu không thực hiện được",
        "unit agency since why",
        _NOW,
    ),
    _told(
        _DIRECTORY | _LEADERS,
        _NOBODY,
        "reorganisation-refused",
        "Phương án sắp xếp cơ quan tôi lập hoặc xác nhận không thực hiện được",
        "agency since why",
        _NOW,
    ),
    _told(
        _DIRECTORY,
        _NOBODY,
        "account-without-post",
        "Tài khoản ở cơ quan tôi quản trị sắp khóa vì không còn vị trí công tác",
        "agency until",
        _NOW,
    ),
    _citizens("filed-dossier-received", "Hồ sơ của tôi được tiếp nhận", "code due agency"),
    _citizens("counter-dossier-listed", "Hồ sơ của tôi nộp tại quầy có trong tài khoản", "code agency"),
    _citizens("account-number-verified", "Số của tài khoản tôi được xác minh", "agency"),
    _citizens("account-verification-ended", "Xác minh số của tài khoản tôi bị thu hồi", "agency"),
    _citizens("filed-dossier-postponed", "Hồ sơ của tôi được hẹn lại ngày trả", "code due agency"),
    _citizens("filed-dossier-extended", "Hồ sơ của tôi được gia hạn giải quyết", "code due agency"),
    _citizens("filed-dossier-paused", "Hồ sơ của tôi tạm dừng tính thời hạn", "code agency until"),
    _citizens("filed-dossier-resumed", "Hồ sơ của tôi được tính tiếp thời hạn", "code due agency"),
    _citizens("filed-dossier-refused", "Hồ sơ của tôi không được tiếp nhận", "code agency"),
    _citizens("question-asked", "Cơ quan hỏi tôi về hồ sơ", "code agency"),
    _citizens("agency-wrote", "Cơ quan báo tin về hồ sơ của tôi", "code agency"),
    _citizens("filed-dossier-corrected", "Thông tin hồ sơ của tôi được đính chính", "code agency"),
    _citizens("supplement-asked", "Hồ sơ của tôi cần bổ sung", "code agency deadline"),
    _citizens("supplement-due-soon", "Hồ sơ của tôi sắp hết hạn bổ sung", "code agency deadline"),
    _citizens("file-infected", "Tệp tôi gửi có mã độc", "sent"),
    _citizens("result-ready", "Hồ sơ của tôi đã có kết quả", "code agency"),
    _citizens("first-result-ready", "Hồ sơ liên thông của tôi có kết quả phần đầu", "code agency"),
    _citizens("group-part-refused", "Một phần hồ sơ liên thông của tôi bị từ chối", "code agency"),
    _citizens("result-uncollected", "Kết quả của tôi đang chờ nhận", "code agency since"),
    _citizens("filed-result-recalled", "Kết quả hồ sơ của tôi bị thu hồi", "code agency"),
    _citizens("own-result-changed", "Kết quả đã cấp cho tôi có thay đổi", "code agency"),
    _citizens("filed-dossier-stopped", "Hồ sơ của tôi dừng giải quyết", "code agency"),
)
KINDS = {kind.code: kind for kind in _KINDS}


CITIZENS_KINDS = [kind for kind in _KINDS if kind.for_citizens]


def kinds_for(roles: Collection[str]) -> list[Kind]:
    """Those that reach an officer who works in these roles; `UNIT_HEAD` for who leads a unit."""
    return [kind for kind in _KINDS if kind.roles & set(roles)]

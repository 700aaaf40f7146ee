"""What may happen to an outgoing document, and what its files must be. Values in, decisions out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shared.access.rights import UNIT_HEAD, Power, Reach, Role, Row, Scope
from shared.core.errors import Conflict, Forbidden, Refusal
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class DocumentStatus(StrEnum):
    """Tình trạng văn bản đi."""

    DRAFT = "draft"  # đang soạn thảo
    REVIEWING = "reviewing"  # đang kiểm tra theo quy trình trình ký
    SUBMITTED = "submitted"  # đã trình ký
    RETURNED = "returned"  # bị trả lại
    SIGNED = "signed"  # đã ký
    NUMBERED = "numbered"  # đã cấp số
    SEALED = "sealed"  # đã ký số cơ quan
    SENT = "sent"  # đã phát hành
    RECALLED = "recalled"  # đã lấy lại
    CANCELLED = "cancelled"  # đã hủy
    PAPER = "paper"  # văn bản giấy đã vào sổ
    RESULT = "result"  # kết quả của một cửa đã vào sổ


class Step(StrEnum):
    """Bước xử lý văn bản đi."""

    DRAFT = "draft"  # soạn thảo
    EDIT = "edit"  # sửa dự thảo
    ATTACH = "attach"  # đính bản dự thảo của văn bản chính
    ENCLOSE = "enclose"  # đính kèm phụ lục
    REMOVE = "remove"  # bỏ tệp
    REMARK = "remark"  # góp ý bản dự thảo
    CONSULT = "consult"  # lấy ý kiến
    SUBMIT = "submit"  # trình ký
    REVIEW = "review"  # vào quy trình trình ký
    AGREE = "agree"  # kiểm tra xong, ký nháy
    HAND_ON = "hand-on"  # chuyển người khác kiểm tra
    SKIP = "skip"  # cho bỏ qua một lượt kiểm tra
    SEND_BACK = "send-back"  # trả về cấp đã kiểm tra
    REVIEWED = "reviewed"  # mọi cấp đã kiểm tra
    RETURN = "return"  # trả lại
    SIGN = "sign"  # ký số
    NUMBER = "number"  # cấp số, đăng ký
    SEAL = "seal"  # ký số cơ quan
    SEND = "send"  # phát hành
    RECALL = "recall"  # lấy lại
    AMEND = "amend"  # cập nhật văn bản đã phát hành
    LINKED = "linked"  # được thay thế, sửa đổi, đính chính
    CIRCULATE = "circulate"  # gửi thêm trong cơ quan
    WITHDRAW = "withdraw"  # thôi gửi trong cơ quan
    DISPATCH = "dispatch"  # gửi nơi nhận ngoài hệ thống
    TAKE_BACK = "take-back"  # rút lại dự thảo đã trình
    REASSIGN = "reassign"  # đổi người ký, người soạn thảo
    READDRESS = "readdress"  # đổi nơi nhận
    CANCEL = "cancel"  # hủy văn bản
    REGISTER = "register"  # ghi văn bản giấy vào sổ
    SCAN = "scan"  # đính bản quét văn bản giấy
    ENTER = "enter"  # ghi kết quả của một cửa vào sổ
    STRIKE = "strike"  # kết quả đã ghi sổ bị thu hồi
    GIVEN_BACK = "given-back"  # mọi nơi nhận đã trả lại
    RELEASE = "release"  # người soạn thảo thôi giữ dự thảo
    CONTINUE = "agency-continued"  # cơ quan kế thừa soạn tiếp


class Secrecy(StrEnum):
    """Độ mật. Only `normal` may leave over the axis (QĐ 28/2018 Điều 1)."""

    NORMAL = "normal"  # thường
    CONFIDENTIAL = "confidential"  # mật
    SECRET = "secret"  # noqa: S105  tối mật
    TOP_SECRET = "top-secret"  # noqa: S105  tuyệt mật


PRIORITIES = {0: "Thường", 1: "Khẩn", 2: "Thượng khẩn", 3: "Hỏa tốc"}
"""What a draft may be; packets from elsewhere also know 4, hỏa tốc hẹn giờ."""

DIRECTS, STEERED = 1, 2
"""`SteeringType` of direction, and of an answer to it."""

_GIVEN = Power.DOCUMENTS.value
"""What a delegate must have been given for any of it."""
CLERK = frozenset({Role.RECORDS_CLERK.value, _GIVEN})
LEADERS = frozenset({Role.LEADER.value, _GIVEN})
STAFF = CLERK | LEADERS | {Role.SPECIALIST.value}
HEADS = frozenset({UNIT_HEAD, _GIVEN})
REVIEWERS = STAFF | HEADS
MAY_VIEW_OUTGOING = Row(STAFF | HEADS | {Scope.DOCUMENTS}, {Role.SPECIALIST: Reach.OWN})

OPEN_TO_EDIT = frozenset({DocumentStatus.DRAFT, DocumentStatus.RETURNED})
REVIEWING = frozenset({DocumentStatus.REVIEWING})
SUBMITTED = frozenset({DocumentStatus.SUBMITTED})
ON_THE_WAY = REVIEWING | SUBMITTED
"""Between its drafter and the signature."""
UNSIGNED = OPEN_TO_EDIT | ON_THE_WAY
WITH_CLERK = frozenset({DocumentStatus.SIGNED, DocumentStatus.NUMBERED, DocumentStatus.SEALED})
SENT = frozenset({DocumentStatus.SENT})
ON_PAPER = frozenset({DocumentStatus.PAPER})
RESULTS = frozenset({DocumentStatus.RESULT})
LINES = ON_PAPER | RESULTS
"""Lines of the register alone: nothing of them is sent from here."""


@dataclass(frozen=True)
class Case:
    """Văn bản đi và người đang thao tác."""

    state: DocumentStatus
    callers: frozenset[str]
    is_drafter: bool
    is_leader: bool
    """It was submitted to this person."""
    leader_name: str = ""
    in_own_unit: bool = False
    """It is drafted in the unit that this person heads."""
    reviews: bool = False
    """It waits for this person's look."""
    was_reviewed: bool = False
    """Somebody has agreed at a level before the present one."""
    is_lost: bool = False
    """Its drafter has left, or whoever it was submitted to."""


DRAFTER = Condition[Case]("người soạn thảo", lambda case: case.is_drafter, lambda case: Forbidden("not_drafter"))
THIS_LEADER = Condition[Case](
    "lãnh đạo được trình",
    lambda case: case.is_leader,
    lambda case: Forbidden("not_this_leader", name=case.leader_name),
)


IN_OWN_UNIT = Condition[Case](
    "soạn thảo ở đơn vị mình đứng đầu", lambda case: case.in_own_unit, lambda case: Forbidden("not_your_unit")
)


REVIEWER = Condition[Case](
    "người đang tới lượt kiểm tra", lambda case: case.reviews, lambda case: Forbidden("not_reviewer")
)
WAS_REVIEWED = Condition[Case](
    "đã có cấp kiểm tra xong", lambda case: case.was_reviewed, lambda case: Conflict("nothing_reviewed")
)
LOST = Condition[Case](
    "người soạn thảo, người ký không còn", lambda case: case.is_lost, lambda case: Forbidden("draft_has_people")
)


def _wrong_state(case: Case) -> Refusal:
    return Conflict("document_step_not_allowed")


def _not_mine_any_more(case: Case) -> Refusal:
    """What somebody signed is no longer its drafter's to end."""
    return Forbidden("not_allowed") if case.state in WITH_CLERK | LINES else _wrong_state(case)


def _row(
    act: Step,
    label: str,
    *ways: Way[DocumentStatus, Case],
    elsewhere: Callable[[Case], Refusal] | None = None,
) -> StepRow[DocumentStatus, Step, Case]:
    return StepRow(act, label, ways, elsewhere)


_S = DocumentStatus
_BY_WHO_HAS_IT = (
    Way[DocumentStatus, Case](OPEN_TO_EDIT, None, STAFF, (DRAFTER,)),
    Way[DocumentStatus, Case](REVIEWING, None, STAFF, (REVIEWER,)),
    Way[DocumentStatus, Case](SUBMITTED, None, LEADERS, (THIS_LEADER,)),
)
_BY_ISSUERS = (
    Way[DocumentStatus, Case](SENT, None, CLERK | LEADERS),
    Way[DocumentStatus, Case](SENT, None, STAFF, (DRAFTER,)),
)
STEPS: Steps[DocumentStatus, Step, Case] = Steps(
    rows=(
        _row(Step.DRAFT, "Soạn thảo", Way(frozenset(), _S.DRAFT, STAFF)),
        _row(Step.REGISTER, "Ghi văn bản giấy vào sổ", Way(frozenset(), _S.PAPER, CLERK)),
        _row(Step.SCAN, "Đính bản quét", Way(ON_PAPER, None, CLERK)),
        # Whoever looks at it or is to sign it may put right what he would otherwise return (NĐ 30/2020 Điều 10.3).
        _row(Step.EDIT, "Sửa dự thảo", *_BY_WHO_HAS_IT),
        _row(Step.ATTACH, "Đính bản dự thảo", *_BY_WHO_HAS_IT),
        _row(Step.ENCLOSE, "Đính kèm tệp", *_BY_WHO_HAS_IT),
        _row(Step.REMOVE, "Bỏ tệp", *_BY_WHO_HAS_IT),
        # Whoever sees a draft may say what he thinks of it, until it is signed; then the clerk returns it with a reason.
        _row(Step.REMARK, "Góp ý dự thảo", Way(UNSIGNED, None, STAFF | HEADS)),
        # Also on its way: a late opinion is answered before it is signed.
        _row(Step.CONSULT, "Lấy ý kiến", Way(UNSIGNED, None, STAFF, (DRAFTER,))),
        _row(Step.SUBMIT, "Trình ký", Way(OPEN_TO_EDIT, _S.SUBMITTED, STAFF, (DRAFTER,))),
        _row(Step.REVIEW, "Vào quy trình trình ký", Way(OPEN_TO_EDIT, _S.REVIEWING, cause="quy trình của cơ quan")),
        _row(Step.AGREE, "Đồng ý, ký nháy", Way(REVIEWING, None, REVIEWERS, (REVIEWER,))),
        _row(
            Step.HAND_ON,
            "Chuyển người khác kiểm tra",
            Way(REVIEWING, None, REVIEWERS, (REVIEWER,)),
            # For whoever is away or has left.
            Way(REVIEWING, None, LEADERS),
        ),
        _row(Step.SKIP, "Cho bỏ qua một lượt", Way(REVIEWING, None, LEADERS)),
        _row(
            Step.SEND_BACK,
            "Trả về cấp đã kiểm tra",
            Way(REVIEWING, None, REVIEWERS, (REVIEWER, WAS_REVIEWED)),
            Way(SUBMITTED, _S.REVIEWING, LEADERS, (THIS_LEADER, WAS_REVIEWED)),
        ),
        _row(Step.REVIEWED, "Kiểm tra xong", Way(REVIEWING, _S.SUBMITTED, cause="cấp cuối đã đồng ý")),
        _row(Step.SIGN, "Ký số", Way(SUBMITTED, _S.SIGNED, LEADERS | {Power.SIGNING.value}, (THIS_LEADER,))),
        _row(Step.TAKE_BACK, "Rút lại dự thảo", Way(ON_THE_WAY, _S.DRAFT, STAFF, (DRAFTER,))),
        _row(Step.NUMBER, "Cấp số, đăng ký", Way(frozenset({_S.SIGNED}), _S.NUMBERED, CLERK)),
        # Person first, organ second (NĐ 30/2020 Điều 32); the number comes before the seal because enclosures show it.
        _row(Step.SEAL, "Ký số của cơ quan", Way(frozenset({_S.NUMBERED}), _S.SEALED, CLERK)),
        _row(Step.SEND, "Phát hành", Way(frozenset({_S.SEALED}), _S.SENT, CLERK)),
        _row(
            Step.REASSIGN,
            "Đổi người ký, người soạn thảo",
            Way(UNSIGNED, None, CLERK | LEADERS),
            # A unit's head gives drafts to others of the unit; who signs is not his to say.
            Way(UNSIGNED, None, HEADS, (IN_OWN_UNIT,)),
        ),
        _row(Step.READDRESS, "Đổi nơi nhận", Way(WITH_CLERK, None, CLERK)),
        # Whatever keeps a signed document from being numbered, sealed or sent, it must not wait for ever; its number stays taken.
        _row(
            Step.CANCEL,
            "Hủy văn bản",
            Way(UNSIGNED | WITH_CLERK, _S.CANCELLED, LEADERS),
            Way(WITH_CLERK, _S.CANCELLED, CLERK),
            # A clerk who looks at its form returns it; ending it is for those who have it, as long as they are there.
            Way(UNSIGNED, _S.CANCELLED, CLERK, (LOST,)),
            Way(UNSIGNED, _S.CANCELLED, STAFF, (DRAFTER,)),
            # A line that was written by mistake; its number stays taken.
            Way(ON_PAPER, _S.CANCELLED, CLERK),
            # The agency ended, and with it its seal: its successor drafts and numbers it anew.
            Way(frozenset({_S.NUMBERED}), _S.CANCELLED, cause="danh bạ: cơ quan đã kết thúc"),
            elsewhere=_not_mine_any_more,
        ),
        _row(
            Step.RETURN,
            "Trả lại",
            Way(SUBMITTED, _S.RETURNED, LEADERS, (THIS_LEADER,)),
            Way(REVIEWING, _S.RETURNED, REVIEWERS, (REVIEWER,)),
            Way(frozenset({_S.SIGNED}), _S.RETURNED, CLERK),
        ),
        _row(Step.RECALL, "Yêu cầu lấy lại", Way(SENT, None, CLERK)),
        _row(Step.AMEND, "Cập nhật thông tin, nơi nhận", Way(SENT, None, CLERK)),
        _row(Step.LINKED, "Được thay thế, sửa đổi", Way(SENT | ON_PAPER, None, cause="phát hành văn bản khác")),
        _row(Step.CIRCULATE, "Gửi thêm trong cơ quan", *_BY_ISSUERS, elsewhere=_wrong_state),
        _row(Step.WITHDRAW, "Thôi gửi trong cơ quan", *_BY_ISSUERS, elsewhere=_wrong_state),
        _row(Step.DISPATCH, "Ghi đã gửi ngoài hệ thống", Way(SENT, None, CLERK)),
        _row(Step.ENTER, "Ghi kết quả vào sổ", Way(frozenset(), _S.RESULT, cause="một cửa ký kết quả")),
        _row(Step.STRIKE, "Kết quả bị thu hồi", Way(RESULTS, _S.CANCELLED, cause="một cửa thu hồi kết quả")),
        _row(Step.RELEASE, "Đưa về đơn vị", Way(UNSIGNED, None, cause="danh bạ")),
        _row(
            Step.CONTINUE,
            "Sang cơ quan kế thừa",
            Way(OPEN_TO_EDIT, None, cause="danh bạ"),
            # Made in the name of the former agency.
            Way(ON_THE_WAY | {_S.SIGNED}, _S.RETURNED, cause="danh bạ"),
            # What is signed and sealed is that one's for ever: the successor sends it in its name.
            Way(frozenset({_S.SEALED}), None, cause="danh bạ"),
        ),
        _row(Step.GIVEN_BACK, "Đã lấy lại", Way(SENT, _S.RECALLED, cause="mọi nơi nhận trả lời")),
    ),
    elsewhere=_wrong_state,
)

OPEN_HISTORY = frozenset(
    {
        *(Step.SIGN, Step.NUMBER, Step.SEAL, Step.SEND, Step.CIRCULATE),
        *(Step.AMEND, Step.LINKED, Step.RECALL, Step.GIVEN_BACK),
    }
)
"""What of its history every reader of an issued document may know; drafts and opinions are for those who worked on it."""
CONTENT_STEPS = frozenset({Step.EDIT, Step.ATTACH, Step.ENCLOSE, Step.REMOVE})
"""What changes that to which somebody has agreed."""
MAY_REASSIGN = Row(STEPS.callers(Step.REASSIGN))
ENDS = STEPS.states - STEPS.sources(Step.CANCEL)
"""Nothing more has to be done with the document here; what was sent may still be asked back."""
WITHDRAWN = STEPS.ends
"""No longer in force: cancelled before it was sent, or given back by everybody."""
LEFT_HERE = SENT | {STEPS.target(Step.GIVEN_BACK)}
"""What went out: all that the agency's own system sees."""
FOR_CLERK = STEPS.states - UNSIGNED
"""What was signed is the clerk's to see."""
BEFORE_THE_SEAL = STEPS.sources(Step.SUBMIT, Step.SIGN, Step.NUMBER, Step.SEAL)
"""Somebody here has yet to sign, so what is known of the files is for him to see first."""


LARGEST_FILE = 30 * 1_048_576
MOST_FILES = 20
LARGEST_TOTAL = 35 * 1_048_576
"""All files together; base64 in the packet adds a third, and a packet may hold 50 MB."""

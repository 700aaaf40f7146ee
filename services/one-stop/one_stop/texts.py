"""Everything that Python shows people: a sentence per refusal, a label per enum member."""

from one_stop.dossiers.rules import DUE, ENDED, IN_WORK, NEW, OPEN, STEPS, WAITING, Channel
from one_stop.forms.texts import FORM_LABELS, RULE_SET_LABELS
from shared.signing.errors import TEXTS as SIGNING_TEXTS
from shared.standards.dossier_status import OFFICIAL_NAMES, DossierStatus
from shared.standards.file_kinds import TEXTS as FILE_SENTENCES

_REFUSALS = {
    "dossier_already_handled": "Hồ sơ này đã được xử lý trước đó (trạng thái: %(status)s), không thực hiện lại được.",
    "dossier_closed": "Hồ sơ đã kết thúc (%(status)s) nên không thay đổi được nữa.",
    "dossier_waits_for_supplement": "Hồ sơ đang chờ người nộp bổ sung; hãy đợi phần bổ sung rồi xử lý tiếp.",
    "dossier_at_another_step": "Hồ sơ đang ở bước “%(step)s”, không thuộc phần việc của bạn.",
    "dossier_held_by_another": "Hồ sơ đang do người khác thụ lý.",
    "dossier_not_claimed": "Hãy nhận xử lý hồ sơ trước khi thực hiện việc này.",
    "dossier_action_not_allowed": "Không thực hiện được việc này ở bước “%(step)s” (trạng thái: %(status)s).",
    "dossier_taken_meanwhile": "Hồ sơ vừa được cán bộ khác xử lý trước bạn, hãy tải lại để xem trạng thái mới.",
    "procedure_ended": "Thủ tục “%(name)s” đã hết hiệu lực từ ngày %(day)s nên không tiếp nhận hồ sơ mới.",
    "dossier_received_already": "Hồ sơ này đã được tiếp nhận, không tiếp nhận lần nữa.",
    "post_not_here": "Bộ phận một cửa chưa nhận được hoặc không còn vị trí này của bạn. Hãy thử lại sau ít giây, hoặc báo quản trị danh bạ.",
    "assignee_unknown": "Hãy chọn người thụ lý trong danh sách của cơ quan.",
    "holder_unchanged": "Hồ sơ đang ở đúng người, đúng chỗ này rồi: hãy chọn người khác.",
    "supplement_not_asked": "Hồ sơ không chờ bổ sung nên không có gì để nhận.",
    "supplement_asked_already": "Đã yêu cầu bổ sung một lần ở giai đoạn này; yêu cầu thêm phải nêu căn cứ pháp lý.",
    "result_number_taken": "Số, ký hiệu này đã dùng cho kết quả của hồ sơ khác trong năm: hãy dùng số khác.",
    "result_not_drafted": "Hồ sơ chưa có dự thảo kết quả để ký.",
    "form_not_made": "Hồ sơ chưa có biểu mẫu này. Hãy chọn biểu mẫu khác, hoặc mở hồ sơ để xem các biểu mẫu đã lập.",
    "dossier_not_received": "Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát.",
}

CHANNEL_LABELS: dict[str, str] = {
    Channel.COUNTER: "Trực tiếp",
    Channel.ONLINE: "Trực tuyến",
    Channel.POST: "Bưu chính công ích",
}

STATUS_LABELS: dict[str, str] = {str(status.value): name for status, name in OFFICIAL_NAMES.items()}

STATUS_KINDS: dict[DossierStatus, str] = {
    DossierStatus.SUBMITTED: "blue",
    DossierStatus.ACCEPTED: "blue",
    DossierStatus.REFUSED: "red",
    DossierStatus.IN_PROGRESS: "purple",
    DossierStatus.SUPPLEMENT_REQUESTED: "yellow",
    DossierStatus.PAYMENT_REQUESTED: "yellow",
    DossierStatus.WITHDRAWN: "grey",
    DossierStatus.STOPPED: "grey",
    DossierStatus.RESOLVED: "green",
    DossierStatus.RETURNED: "green",
}
"""Colours of the tags."""

STATES = {"new": NEW, "in_work": IN_WORK, "waiting": WAITING, "due": DUE, "open": OPEN, "ended": ENDED}
"""What templates ask of a status: sets of the table of steps."""

ROLE_WORK: dict[str, str] = {
    "counter-officer": "Bộ phận Tiếp nhận và Trả kết quả",
    "specialist": "Chuyên viên thụ lý",
    "leader": "Lãnh đạo",
}

TEXTS: dict[str, str] = {
    **SIGNING_TEXTS,
    **_REFUSALS,
    **{f"doing.{name}": label for name, label in STEPS.labels.items()},
    **FILE_SENTENCES,
    **{f"channel.{name}": label for name, label in CHANNEL_LABELS.items()},
    **{f"status.{name}": label for name, label in STATUS_LABELS.items()},
    **{f"form.{name}": label for name, label in FORM_LABELS.items()},
    **{f"rule_set_{name}": label for name, label in RULE_SET_LABELS.items()},
    **{f"role.{name}": label for name, label in ROLE_WORK.items()},
}

"""Status codes of a dossier as the National Public Service Portal knows them (`TrangThaiHoSo`), and what may follow.

"Quá hạn" is derived from the due time and is never a status.
"""

from enum import IntEnum, StrEnum


class DossierStatus(IntEnum):
    """Trạng thái hồ sơ."""

    SUBMITTED = 1
    ACCEPTED = 2
    REFUSED = 3
    IN_PROGRESS = 4
    SUPPLEMENT_REQUESTED = 5
    PAYMENT_REQUESTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    RESOLVED = 9
    RETURNED = 10

    @property
    def official_name(self) -> str:
        return OFFICIAL_NAMES[self]


OFFICIAL_NAMES = {
    DossierStatus.SUBMITTED: "Mới đăng ký",
    DossierStatus.ACCEPTED: "Được tiếp nhận",
    DossierStatus.REFUSED: "Không được tiếp nhận",
    DossierStatus.IN_PROGRESS: "Đang xử lý",
    DossierStatus.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung giấy tờ",
    DossierStatus.PAYMENT_REQUESTED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    DossierStatus.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    DossierStatus.STOPPED: "Dừng xử lý",
    DossierStatus.RESOLVED: "Đã xử lý xong",
    DossierStatus.RETURNED: "Đã trả kết quả",
}


class DossierAction(StrEnum):
    """Thao tác làm thay đổi trạng thái hồ sơ."""

    SUBMIT = "submit"  # nộp trực tuyến
    RECEIVE = "receive"  # tiếp nhận tại quầy, qua bưu chính
    ACCEPT = "accept"  # tiếp nhận hồ sơ trực tuyến
    REFUSE = "refuse"  # từ chối tiếp nhận
    REQUEST_INTAKE_SUPPLEMENT = "request_intake_supplement"  # yêu cầu bổ sung khi tiếp nhận
    COMPLETE_INTAKE_SUPPLEMENT = "complete_intake_supplement"  # bổ sung xong khi tiếp nhận
    TRANSFER = "transfer"  # chuyển xử lý
    REQUEST_SUPPLEMENT = "request_supplement"  # yêu cầu bổ sung khi giải quyết
    COMPLETE_SUPPLEMENT = "complete_supplement"  # bổ sung xong khi giải quyết
    LET_SUPPLEMENT_LAPSE = "let_supplement_lapse"  # quá thời hạn bổ sung
    REQUEST_PAYMENT = "request_payment"  # yêu cầu nộp phí, lệ phí, thuế
    CONFIRM_PAYMENT = "confirm_payment"  # đã thực hiện nghĩa vụ tài chính
    WITHDRAW = "withdraw"  # rút hồ sơ
    STOP = "stop"  # dừng xử lý
    FINISH = "finish"  # có kết quả
    HAND_OVER = "hand_over"  # trả kết quả
    RECALL = "recall"  # thu hồi kết quả


_S = DossierStatus
_A = DossierAction

TRANSITIONS: dict[tuple[DossierStatus | None, DossierAction], DossierStatus] = {
    (None, _A.SUBMIT): _S.SUBMITTED,
    (None, _A.RECEIVE): _S.ACCEPTED,
    (_S.SUBMITTED, _A.ACCEPT): _S.ACCEPTED,
    (_S.SUBMITTED, _A.REFUSE): _S.REFUSED,
    (_S.SUBMITTED, _A.REQUEST_INTAKE_SUPPLEMENT): _S.SUPPLEMENT_REQUESTED,
    (_S.SUPPLEMENT_REQUESTED, _A.COMPLETE_INTAKE_SUPPLEMENT): _S.SUBMITTED,
    (_S.ACCEPTED, _A.TRANSFER): _S.IN_PROGRESS,
    (_S.IN_PROGRESS, _A.REQUEST_SUPPLEMENT): _S.SUPPLEMENT_REQUESTED,
    (_S.SUPPLEMENT_REQUESTED, _A.COMPLETE_SUPPLEMENT): _S.IN_PROGRESS,
    (_S.SUPPLEMENT_REQUESTED, _A.LET_SUPPLEMENT_LAPSE): _S.STOPPED,
    (_S.IN_PROGRESS, _A.REQUEST_PAYMENT): _S.PAYMENT_REQUESTED,
    (_S.PAYMENT_REQUESTED, _A.CONFIRM_PAYMENT): _S.IN_PROGRESS,
    (_S.IN_PROGRESS, _A.STOP): _S.STOPPED,
    (_S.IN_PROGRESS, _A.FINISH): _S.RESOLVED,
    **{
        (status, _A.WITHDRAW): _S.WITHDRAWN
        for status in (_S.SUBMITTED, _S.ACCEPTED, _S.IN_PROGRESS, _S.SUPPLEMENT_REQUESTED, _S.PAYMENT_REQUESTED)
    },
    (_S.RESOLVED, _A.HAND_OVER): _S.RETURNED,
    (_S.RESOLVED, _A.RECALL): _S.IN_PROGRESS,
    (_S.RETURNED, _A.RECALL): _S.RESOLVED,
}

ENDED = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.STOPPED, _S.RESOLVED, _S.RETURNED})


def status_after(status: DossierStatus | None, action: DossierAction) -> DossierStatus | None:
    """The status the action leads to, or None where it is not allowed."""
    return TRANSITIONS.get((status, action))


def actions_from(status: DossierStatus | None) -> frozenset[DossierAction]:
    return frozenset(action for origin, action in TRANSITIONS if origin == status)

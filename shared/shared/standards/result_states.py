"""What becomes of a result after it was issued: its state, the change that led there, and why one is revoked."""

from enum import StrEnum


class ResultState(StrEnum):
    """Hiệu lực của kết quả đã cấp."""

    IN_FORCE = "in-force"  # đang có hiệu lực
    REVOKED = "revoked"  # đã bị thu hồi
    REPLACED = "replaced"  # đã được thay thế bằng kết quả khác
    RECALLED = "recalled"  # thu hồi khi chưa trả, để làm lại

    @property
    def official_name(self) -> str:
        return STATE_NAMES[self]


class ResultChangeKind(StrEnum):
    """Thay đổi của kết quả đã cấp."""

    REVOKED = "revoked"  # thu hồi
    CORRECTED = "corrected"  # đính chính
    REPLACED = "replaced"  # thay thế, cấp lại
    EXTENDED = "extended"  # gia hạn
    RESTORED = "restored"  # hủy việc thu hồi, thay thế

    @property
    def official_name(self) -> str:
        return CHANGE_NAMES[self]


class RevocationGround(StrEnum):
    """Trường hợp thu hồi, as anybody may read it; why in this case is for its owner."""

    UNLAWFUL = "unlawful"
    FALSE_PAPERS = "false-papers"
    NOT_ELIGIBLE = "not-eligible"
    VIOLATION = "violation"
    AT_REQUEST = "at-request"
    CEASED = "ceased"
    RULING = "ruling"
    OTHER = "other"


STATE_NAMES = {
    ResultState.IN_FORCE: "Đang có hiệu lực",
    ResultState.REVOKED: "Đã bị thu hồi",
    ResultState.REPLACED: "Đã được thay thế",
    ResultState.RECALLED: "Thu hồi khi chưa trả",
}
STATE_KINDS = {
    ResultState.IN_FORCE: "green",
    ResultState.REVOKED: "red",
    ResultState.REPLACED: "grey",
    ResultState.RECALLED: "grey",
}
"""Colours of the tags."""
CHANGE_NAMES = {
    ResultChangeKind.REVOKED: "Thu hồi kết quả",
    ResultChangeKind.CORRECTED: "Đính chính kết quả",
    ResultChangeKind.REPLACED: "Thay thế kết quả",
    ResultChangeKind.EXTENDED: "Gia hạn kết quả",
    ResultChangeKind.RESTORED: "Khôi phục hiệu lực của kết quả",
}
GROUND_NAMES = {
    RevocationGround.UNLAWFUL: "Cấp không đúng quy định của pháp luật",
    RevocationGround.FALSE_PAPERS: "Hồ sơ đề nghị cấp có nội dung, giấy tờ giả mạo, không trung thực",
    RevocationGround.NOT_ELIGIBLE: "Không còn đủ điều kiện theo quy định",
    RevocationGround.VIOLATION: "Có vi phạm thuộc trường hợp phải thu hồi",
    RevocationGround.AT_REQUEST: "Theo đề nghị của người được cấp",
    RevocationGround.CEASED: "Người được cấp chấm dứt hoạt động",
    RevocationGround.RULING: "Theo bản án, quyết định có hiệu lực pháp luật",
    RevocationGround.OTHER: "Trường hợp khác theo pháp luật chuyên ngành",
}

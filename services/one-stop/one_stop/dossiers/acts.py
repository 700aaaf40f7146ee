"""What is done with a dossier, and how it came: the names of the table of steps. Pure values."""

from enum import StrEnum


class Channel(StrEnum):
    """Kênh tiếp nhận (KENH)."""

    COUNTER = "1"  # trực tiếp
    ONLINE = "2"  # trực tuyến
    POST = "3"  # bưu chính công ích

    @property
    def word(self) -> str:
        """As procedures name it: `counter`, `online`, `post`."""
        return self.name.lower()


class Doing(StrEnum):
    """Thao tác trên hồ sơ."""

    FILE = "file"  # nộp trực tuyến
    ACCEPT = "accept"  # tiếp nhận
    AT_ONCE = "at-once"  # giải quyết ngay tại quầy
    TAKE_OVER = "taken-over"  # nhận hồ sơ từ quầy tiếp nhận
    SEND_BACK = "sent-back"  # trả lại quầy tiếp nhận
    SEND_AGAIN = "sent-again"  # chuyển lại cơ quan có thẩm quyền
    REFUSE = "refuse"  # từ chối tiếp nhận
    REQUEST_SUPPLEMENT = "request-supplement"  # yêu cầu bổ sung
    TAKE_SUPPLEMENT = "supplement-taken-in"  # nhận bổ sung
    SCAN = "scan"  # thêm bản quét giấy tờ
    MARK = "mark-papers"  # đánh dấu giấy tờ
    CLAIM = "claim"  # nhận xử lý
    TRANSFER = "transfer"  # chuyển bước
    RETURN = "return"  # trả lại bước trước
    TAKE_BACK = "take-back"  # lấy lại hồ sơ từ cơ quan khác
    FINISH = "finish"  # trình kết quả
    SET_RESULTS = "set-results"  # thêm, bỏ kết quả khác của hồ sơ
    APPROVE = "approve"  # duyệt, trình cấp trên ký
    SIGN = "sign"  # ký duyệt
    HAND_OVER = "hand-over"  # trả kết quả
    LISTED = "listed"  # giao đơn vị theo giấy bàn giao
    LIST_TAKEN = "list-taken-in"  # đơn vị nhận bàn giao
    LIST_RETURNED = "list-returned"  # đơn vị không nhận
    LIST_CANCELLED = "list-cancelled"  # hủy giấy bàn giao
    POSTED = "posted"  # giao bưu điện
    UNDELIVERED = "undelivered"  # bưu điện trả lại
    RECALL = "recall"  # thu hồi kết quả đã ký
    UNDO_HAND_OVER = "undo-hand-over"  # thu hồi việc trả kết quả
    REASSIGN = "reassign"  # giao lại, rút về
    PROPOSE_STOP = "propose-stop"  # đề xuất dừng giải quyết
    REJECT_STOP = "reject-stop"  # không đồng ý dừng
    STOP = "stop"  # dừng giải quyết
    WITHDRAW_AT_COUNTER = "withdraw-at-counter"  # rút hồ sơ tại quầy
    SETTLE = "settle"  # ghi quyết định về phí và giấy tờ
    RELEASE = "release"  # người thụ lý thôi giữ hồ sơ
    WITHDRAW = "withdraw"  # rút hồ sơ
    RECOUNT = "due-recounted"  # tính lại ngày hẹn trả
    PROPOSE_APOLOGY = "propose-apology"  # đề nghị xin lỗi, hẹn lại ngày trả
    SIGN_APOLOGY = "sign-apology"  # ký văn bản xin lỗi, hẹn lại ngày trả
    EXTEND = "extend"  # gia hạn theo luật
    PAUSE = "pause"  # tạm dừng tính thời hạn
    PROPOSE_PAUSE = "propose-pause"  # đề nghị tạm dừng tính thời hạn
    APPROVE_PAUSE = "approve-pause"  # duyệt đề nghị tạm dừng
    DECLINE_PAUSE = "decline-pause"  # không duyệt đề nghị tạm dừng
    RESUME = "resume"  # tính tiếp thời hạn
    DECLINE_APOLOGY = "decline-apology"  # trả lại đề nghị xin lỗi
    ASK_PART = "ask-part"  # giao phần việc liên thông, lấy ý kiến
    PART_RECEIVED = "part-received"  # cơ quan được giao tiếp nhận
    PART_ANSWERED = "part-answered"  # cơ quan được giao trả lời
    PART_REFUSED = "part-refused"  # cơ quan được giao từ chối
    RECALL_PART = "part-recalled"  # thu hồi phần việc
    JOIN = "branches-joined"  # các nhánh song song đã xong
    SKIP_PART = "part-skipped"  # đi tiếp, không chờ phần việc quá hạn
    NOTE = "note"  # ghi chú nội bộ
    CHECK = "field-check"  # biên bản kiểm tra thực địa
    GIVE_TASK = "give-task"  # giao việc cho đồng nghiệp
    TASK_DONE = "task-done"  # báo việc đã xong
    TASK_RETURNED = "task-returned"  # trả lại việc được giao
    TASK_RECALLED = "task-recalled"  # thu hồi việc đã giao
    CHANGE_OVER = "change-over"  # chuyển sang phiên bản mới của thủ tục
    CONTINUE = "agency-continued"  # cơ quan kế thừa giải quyết tiếp
    REVOKE_RESULT = "revoke-result"  # thu hồi kết quả đã cấp
    CORRECT_RESULT = "correct-result"  # đính chính kết quả đã cấp
    REPLACE_RESULT = "replace-result"  # thay thế kết quả đã cấp
    EXTEND_RESULT = "extend-result"  # gia hạn kết quả đã cấp
    RESTORE_RESULT = "restore-result"  # khôi phục hiệu lực của kết quả đã cấp
    CORRECT = "correct"  # đính chính thông tin hồ sơ
    ASK_APPLICANT = "ask-applicant"  # hỏi, báo người nộp
    WRITE_DOWN = "write-down"  # ghi lời người nộp trả lời
    APPLICANT_WROTE = "applicant-wrote"  # người nộp gửi lời trao đổi

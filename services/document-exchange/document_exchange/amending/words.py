"""Sentences about changes of issued documents that are refused."""

REFUSALS: dict[str, str] = {
    "already_receives": "Nơi này đã có trong nơi nhận.",
    "answer_before_asked": "Gói tin trạng thái có thời điểm trước khi cơ quan yêu cầu thay đổi, nên không phải trả lời cho yêu cầu này.",
    "answer_comes_by_itself": "Nơi nhận trên hệ thống tự trả lời; chỉ ghi trả lời của nơi nhận ngoài hệ thống.",
    "answer_given": "Nơi nhận này đã trả lời hoặc không còn được hỏi, hãy tải lại trang.",
    "change_kind_required": "Hãy chọn thay thế, sửa đổi, bổ sung hay đính chính.",
    "change_of_other_form": "Sửa đổi, thay thế bằng văn bản cùng loại, đính chính bằng công văn (Nghị định 30/2020/NĐ-CP, Điều 18).",
    "change_still_open": "Còn nơi nhận chưa trả lời thay đổi trước của văn bản này; hãy đợi, hoặc thôi yêu cầu trước rồi thay đổi tiếp.",
    "changed_not_in_force": "Văn bản muốn thay đổi chưa phát hành hoặc không còn hiệu lực.",
    "changed_required": "Hãy ghi số, ký hiệu và ngày của văn bản đã phát hành.",
    "changed_unknown": "Không có văn bản này trong số văn bản cơ quan đã phát hành.",
    "circulation_inside": "Văn bản lưu hành nội bộ không gửi ra ngoài cơ quan.",
    "issued_replaced": "Văn bản đã được văn bản khác thay thế.",
    "on_platform": "Nơi này có trên hệ thống; hãy chọn trong danh sách nơi nhận.",
    "recall_the_replacing": "Văn bản đã được thay thế tại mọi nơi nhận; hãy lấy lại văn bản thay thế.",
    "receiver_not_held": "Nơi này không đang giữ văn bản.",
    "receiver_required": "Hãy chọn nơi nhận đã trả lời.",
    "removes_everybody": "Bỏ mọi nơi nhận là lấy lại văn bản: hãy dùng “Yêu cầu lấy lại”.",
    "update_says_nothing": "Chưa có điều gì thay đổi.",
    "update_without_files": "Văn bản này do phần mềm của cơ quan gửi thẳng; hãy cập nhật từ phần mềm ấy.",
}

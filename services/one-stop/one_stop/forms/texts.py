"""What the printed forms are called, by their number in Thông tư 03/2025/TT-VPCP, Phụ lục I."""

FORM_LABELS: dict[str, str] = {
    "01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01)",
    "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02)",
    "03": "Phiếu từ chối tiếp nhận giải quyết hồ sơ (mẫu 03)",
    "04": "Văn bản xin lỗi, hẹn lại ngày trả (mẫu 04)",
    "05": "Thông báo dừng giải quyết hồ sơ (mẫu 05)",
    "rut-ho-so": "Giấy xác nhận rút hồ sơ",
    "tra-ket-qua": "Giấy biên nhận trả kết quả",
    "bang-ke-buu-dien": "Bảng kê giao bưu điện",
    "label": "Nhãn hồ sơ (mã vạch)",
    "bien-lai": "Biên lai thu phí, lệ phí",
    "06": "Phiếu kiểm soát quá trình giải quyết hồ sơ (mẫu 06)",
    "approval": "Phiếu duyệt, trình ký kết quả",
    "part-ask": "Phiếu lấy ý kiến",
    "part-answer": "Phiếu trả lời ý kiến",
    "01-en": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01), tiếng Việt và tiếng Anh",
    "02-en": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02), tiếng Việt và tiếng Anh",
    "03-en": "Phiếu từ chối tiếp nhận giải quyết hồ sơ (mẫu 03), tiếng Việt và tiếng Anh",
    "04-en": "Văn bản xin lỗi, hẹn lại ngày trả (mẫu 04), tiếng Việt và tiếng Anh",
}

RULE_SET_LABELS: dict[str, str] = {
    "ND61_2018": "Nghị định 61/2018/NĐ-CP",
    "ND118_2025": "Nghị định 118/2025/NĐ-CP",
    "thu-tuc": "Mẫu in riêng của thủ tục",
}

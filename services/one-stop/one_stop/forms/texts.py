"""What the printed forms are called, by their number in Thông tư 03/2025/TT-VPCP, Phụ lục I."""

FORM_LABELS: dict[str, str] = {
    "01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01)",
    "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02)",
    "03": "Phiếu từ chối tiếp nhận giải quyết hồ sơ (mẫu 03)",
    "05": "Thông báo dừng giải quyết hồ sơ (mẫu 05)",
    "06": "Phiếu kiểm soát quá trình giải quyết hồ sơ (mẫu 06)",
}

RULE_SET_LABELS: dict[str, str] = {
    "ND61_2018": "Nghị định 61/2018/NĐ-CP",
    "ND118_2025": "Nghị định 118/2025/NĐ-CP",
}

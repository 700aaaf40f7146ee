"""Sentences about reading of arrivals that is refused."""

REFUSALS: dict[str, str] = {
    "reading_same": "Quyền xem vẫn như trước; hãy đổi phạm vi hoặc người được xem.",
    "reading_secret": "Văn bản chưa đọc được hoặc có dấu hiệu bí mật nhà nước: không cho ai xem thêm.",
    "reading_letter": "Đơn thư không mở cho toàn cơ quan; hãy chọn từng người, đơn vị cần xem.",
    "reading_unclean": "Tệp của văn bản chưa quét xong hoặc có mã độc: chưa cho ai xem thêm được.",
}

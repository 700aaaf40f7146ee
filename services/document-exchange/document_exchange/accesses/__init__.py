"""Nhật ký truy cập: who opened, printed, changed a document, as the evidence of it says (NĐ 30/2020 Phụ lục VI, mục III.6)."""

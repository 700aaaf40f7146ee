"""Sử dụng bản lưu: who has the archived copy of an issued document, since when, and by whose leave (NĐ 30/2020 Điều 19, Phụ lục IV)."""

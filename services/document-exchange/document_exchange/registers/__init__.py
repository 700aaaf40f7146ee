"""Hệ thống số và sổ đăng ký văn bản (NĐ 30/2020 Điều 15, 16, 22 and Phụ lục IV)."""

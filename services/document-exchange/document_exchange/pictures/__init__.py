"""Hình ảnh chữ ký của người ký, hình ảnh con dấu của cơ quan (NĐ 30/2020 Phụ lục I, II.7d, II.8a)."""

"""Trả kết quả qua bưu chính: lists of what the post was given, and what became of each (QĐ 45/2016/QĐ-TTg)."""

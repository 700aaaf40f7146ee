"""Đánh dấu giấy tờ: what an officer has seen of each paper."""

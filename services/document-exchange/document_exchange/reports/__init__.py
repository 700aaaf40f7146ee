"""Báo cáo tình hình xử lý văn bản: how arrivals were handled and what was issued, counted for a period."""

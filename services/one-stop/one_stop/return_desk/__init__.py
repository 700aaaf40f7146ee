"""Trả kết quả tại quầy: its page and its calls."""

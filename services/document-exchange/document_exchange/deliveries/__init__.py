"""Gửi văn bản: one delivery per addressee, as the sender sees it."""

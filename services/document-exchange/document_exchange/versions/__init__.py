"""Các bản dự thảo: every draft with what was said of it, and what differs between two (NĐ 30/2020 Điều 10.3, PL VI.III.5a)."""

"""Danh sách việc cần xử lý: the page."""

"""Thông báo cho công dân, tổ chức."""

"""Tiếp nhận trực tiếp: the page."""

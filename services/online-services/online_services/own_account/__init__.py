"""Tài khoản của tôi: the holder changes a password and how to be reached, and gets a lost password back at a counter."""

"""Hồ sơ thủ tục hành chính: from the counter's queue through the steps."""

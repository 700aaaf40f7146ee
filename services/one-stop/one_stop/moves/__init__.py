"""Chuyển bước: claiming, transferring, returning. The hot path."""

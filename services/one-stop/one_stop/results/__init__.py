"""Kết quả giải quyết: drafted, signed, handed over."""

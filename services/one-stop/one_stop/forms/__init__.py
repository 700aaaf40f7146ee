"""Biểu mẫu của cơ chế một cửa, as PDF."""

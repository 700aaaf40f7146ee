"""Biểu mẫu of the records desk: the registers as they are printed."""

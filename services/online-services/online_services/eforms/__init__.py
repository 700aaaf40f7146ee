"""Biểu mẫu điện tử tương tác: checking a form before it is published, reading answers, and what a page shows of it."""

"""Biểu mẫu điện tử tương tác: checking a form before it is published, reading answers, and what a page shows of it.

The citizen's portal and the counter ask with it, so both read and check alike.
"""

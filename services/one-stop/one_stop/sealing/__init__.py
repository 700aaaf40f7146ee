"""Ký số của cơ quan on receipts and slips, after the act that printed them."""

"""Quyền xem văn bản đến: given to units and people who have no part in it, and withdrawn."""

"""Tỉnh và cơ quan: what the province's own files say of them."""

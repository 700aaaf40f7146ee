"""Tiếp nhận: opening what was filed, accepting, refusing, receiving at the counter."""

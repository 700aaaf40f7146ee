"""Tình hình giải quyết: what is late and why, whose hands are full, what will be late this week."""

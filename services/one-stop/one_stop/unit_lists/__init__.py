"""Bàn giao hồ sơ cho đơn vị giải quyết theo danh sách: what the counter gave to a unit, and what the unit took in."""

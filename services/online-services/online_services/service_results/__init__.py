"""Kết quả giải quyết hồ sơ của các cơ quan, published: how much each received and finished, and how much of it in time."""

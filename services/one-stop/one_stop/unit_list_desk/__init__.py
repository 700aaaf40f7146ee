"""Giấy bàn giao hồ sơ: handing over and taking in, by pages and calls."""

"""Tra cứu hồ sơ: by day, number, name, and across agencies for who may."""

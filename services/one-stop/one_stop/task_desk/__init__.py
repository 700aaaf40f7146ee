"""Danh sách việc được giao trên hồ sơ."""

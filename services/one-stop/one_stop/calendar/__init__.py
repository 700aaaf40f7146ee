"""Lịch làm việc: working days and hours, as rows."""

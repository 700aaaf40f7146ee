"""Bàn làm việc một cửa: the pages."""

"""Thông báo cho cán bộ, công chức."""

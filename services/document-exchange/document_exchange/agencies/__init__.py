"""Cơ quan và cán bộ: this service's own copy, learned from mail-directory's events."""

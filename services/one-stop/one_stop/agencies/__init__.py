"""Cơ quan và cán bộ: this service's own copy of what mail-directory tells."""

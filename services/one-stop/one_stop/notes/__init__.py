"""Ghi chú nội bộ, biên bản kiểm tra thực địa: what the office writes on a dossier for itself."""

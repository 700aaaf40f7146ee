"""Đính chính thông tin hồ sơ: what the dossier says is put right, with what it said before and why."""

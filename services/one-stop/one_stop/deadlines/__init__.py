"""Thời hạn: who is told before a dossier is late, and who when it is."""

"""Phần việc liên thông: what the competent agency asks other agencies and units to do for a dossier."""

"""Việc được giao: what officers of an agency ask of each other on a dossier."""

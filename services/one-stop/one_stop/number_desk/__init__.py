"""Sổ và số của bộ phận một cửa: numbers of slips and codes of dossiers."""

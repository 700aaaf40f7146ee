"""Cơ quan: certificates of agencies and of those who sign there follow what the directory tells."""

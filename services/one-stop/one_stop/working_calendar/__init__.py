"""Lịch làm việc: the office keeps the year's calendar and the hours of agencies; what is signed counts for all dossiers."""

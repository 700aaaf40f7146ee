"""Cơ quan kế thừa: what an agency that was merged had goes on at its successor."""

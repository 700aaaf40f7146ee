"""Cơ quan kế thừa: documents of an agency that ended, or of a part that left, go on at its successor."""

"""Sắp xếp cơ quan: agencies are merged, dissolved and renamed by plan, on their day."""

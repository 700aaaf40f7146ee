"""Sổ kết quả đã cấp: every signed result, and what becomes of it afterwards: revoked, corrected, replaced, extended."""

"""Sổ theo dõi hồ sơ (mẫu 07, Thông tư 03/2025/TT-VPCP; mẫu 06, Thông tư 01/2018/TT-VPCP)."""

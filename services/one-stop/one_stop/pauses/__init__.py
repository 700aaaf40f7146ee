"""Tạm dừng tính thời hạn on a lawful ground other than a supplement, and tính tiếp."""

"""Kết thúc không có kết quả: stopped after a supplement that never came, or withdrawn by the applicant."""

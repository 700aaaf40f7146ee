"""Xin lỗi và hẹn lại ngày trả (mẫu 04): proposed by whoever works on it, signed by a leader, once for a dossier."""

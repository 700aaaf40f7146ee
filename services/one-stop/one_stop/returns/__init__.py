"""Trả kết quả tại quầy: to whom, who was checked against what, and how the receipt was signed (TT 03/2025/TT-VPCP, mẫu 07: ký nhận)."""

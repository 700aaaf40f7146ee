"""Báo cáo tình hình, kết quả giải quyết thủ tục hành chính (biểu II.06a/VPCP/KSTT), and the national count of what is on time beside it."""

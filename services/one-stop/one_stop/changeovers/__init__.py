"""Đổi quy trình khi hồ sơ đang giải quyết: which open dossiers may go on under a new version of their procedure, and moving them."""

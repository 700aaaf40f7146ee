"""Số hóa kết quả giấy at the desk: the list, one paper, and many out of a file."""

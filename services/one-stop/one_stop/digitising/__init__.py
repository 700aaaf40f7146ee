"""Số hóa kết quả giấy: an old result on paper is entered with its scan, compared by a second person, and signed as an electronic copy."""

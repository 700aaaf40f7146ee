"""Văn bản trả lời: which issued document an arrival answers, and which answers came to one that was issued (`ResponseFor`)."""

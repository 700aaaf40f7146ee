"""Trình, bút phê, phối hợp: what happens with an arrival inside the agency between its registration and its end (NĐ 30/2020 Điều 23, 24)."""

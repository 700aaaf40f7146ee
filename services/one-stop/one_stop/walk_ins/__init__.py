"""Sổ hướng dẫn: people who came to the counter with what could not be received (NĐ 118/2025/NĐ-CP, Điều 17)."""

"""Yêu cầu bổ sung hồ sơ: asked once, per field and per paper; the clock stops and goes on."""

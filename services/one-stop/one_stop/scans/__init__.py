"""Bản quét giấy tờ nộp tại quầy."""

"""Bàn làm việc: pages and calls that show several features at once, one file per object; nothing below looks up to it."""

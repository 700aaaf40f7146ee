"""Identifiers that sort by time (UUIDv7, RFC 9562 section 5.7)."""

import os
import secrets
import time
from datetime import UTC, datetime
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7: 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def made_at(identifier: UUID) -> datetime:
    """When `new_id` made it."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)


def new_secret(length: int = 16) -> str:
    """A secret that people may have to type: no letters that look alike. 16 characters carry 80 bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(length))

"""How far one copy of the gateway may count alone before it asks what the others have counted."""

from dataclasses import dataclass

WINDOW = 60
"""Seconds."""
OLD = 0.5
"""Seconds after which a copy asks again what the others have counted."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Kết quả kiểm tra hạn mức."""

    allowed: bool
    quota: int
    remaining: int
    reset: int
    """Seconds until the count starts again."""


@dataclass(slots=True)
class Count:
    """One caller's requests in one minute."""

    minute: int
    quota: int
    shared: int = 0
    """Used by all copies, ours included, as of the last exchange."""
    own: int = 0
    """Ours since then."""
    heard_at: float = 0.0
    """When the last exchange came back; 0: none has."""

    @property
    def left(self) -> int:
        return self.quota - self.shared - self.own

    @property
    def must_wait(self) -> bool:
        """Untold requests come near what is left. The fractions are small because other copies have untold ones too."""
        if not self.heard_at:
            return self.own >= self.quota // 64
        return self.own >= max(1, (self.quota - self.shared) // 32)

    def should_tell(self, now: float) -> bool:
        """In time, so that nobody has to wait; and always when what we know has become old."""
        return now - self.heard_at > OLD or self.own >= max(1, (self.quota - self.shared) // 64)

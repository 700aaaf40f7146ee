"""How far one copy of the gateway may count alone before it asks what the others have counted."""

from dataclasses import dataclass

WINDOW = 60
"""Seconds."""


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
    heard: bool = False
    """At least one exchange has come back."""

    @property
    def left(self) -> int:
        return self.quota - self.shared - self.own

    @property
    def must_wait(self) -> bool:
        """Untold requests come near what is left: with up to eight copies nobody can pass the quota unseen."""
        known_left = self.quota - self.shared
        return self.own >= max(1, known_left // (8 if self.heard else 32))

    @property
    def should_tell(self) -> bool:
        return not self.heard or self.own >= max(1, (self.quota - self.shared) // 16)

"""What a person wants sent, and when: kinds, channels, quiet hours, one gathered letter a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from shared.core.clock import VIETNAM
from shared.notifying.kinds import Channel, Kind, Timing

QUIET_FROM, QUIET_TO = time(21, 0), time(7, 0)
DAILY_AT = time(7, 30)
"""Of Việt Nam. A gathered letter comes before the working day."""


@dataclass(frozen=True)
class Choices:
    """Tùy chọn nhận thông báo của một người."""

    timings: Mapping[str, Timing] = field(default_factory=dict)
    """By `<kind>/<channel>`; what is not there is as usual."""
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO
    """The same as `quiet_from`: no quiet hours."""

    def timing(self, kind: Kind, channel: Channel, *, has_email: bool) -> Timing:
        """Whoever has no e-mail is told by short message what would have gone by e-mail at once."""
        chosen = self.timings.get(f"{kind.code}/{channel}")
        if chosen is not None:
            return chosen
        if channel is Channel.SMS and not has_email and kind.for_citizens and kind.email is Timing.AT_ONCE:
            return Timing.AT_ONCE
        return kind.usual(channel)

    def is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to


def moment_to_send(now: datetime, timing: Timing, choices: Choices) -> datetime:
    """When a letter goes that has this in it. What comes within one minute, in a night or for one day goes together.

    `now` with zone; in quiet hours nothing goes, it waits for their end.
    """
    local = now.astimezone(VIETNAM)
    if timing is Timing.DAILY:
        local = _next(local, DAILY_AT)
    elif local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    if choices.is_quiet(local.time()):
        local = _next(local, choices.quiet_to)
    return local


def _next(local: datetime, at: time) -> datetime:
    """The next moment at which a clock in Việt Nam shows this."""
    due = datetime.combine(local.date(), at, VIETNAM)
    return due if due > local else due + timedelta(days=1)

"""How long one must wait after failures."""

from datetime import timedelta

FREE_FOR_USER = 5
"""So many failures for one user name cost nothing: people mistype."""
FREE_FOR_ADDRESS = 30
"""Many people may share an address."""
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def delay_for_user(failures: int) -> timedelta | None:
    """10 s after the fifth failure, doubling up to 15 minutes."""
    return _delay(failures - FREE_FOR_USER)


def delay_for_address(failures: int) -> timedelta | None:
    """Doubles with each ten failures beyond the thirtieth."""
    return _delay((failures - FREE_FOR_ADDRESS) // 10) if failures >= FREE_FOR_ADDRESS else None


def _delay(step: int) -> timedelta | None:
    if step < 0:
        return None
    return min(timedelta(seconds=10 * (1 << min(step, 12))), LONGEST_DELAY)

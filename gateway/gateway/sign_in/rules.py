"""How long one must wait after failures.

Counted are an account at one address, an account over all addresses, an address over all accounts, and a device that its owner has
signed in with before. A stranger's failures slow down the stranger: a fresh address always has a try at an account, and a known
device answers for itself alone.
"""

from datetime import timedelta

FREE_FOR_PAIR = 5
"""So many failures for one account from one address cost nothing: people mistype."""
GUARDED_AFTER = 20
"""From so many failures over all addresses on, a fresh address has one free try at the account instead of five."""
SLOWED_AFTER = 100
"""From so many on, unknown devices wait for each other: nobody mistypes that often."""
FREE_FOR_ADDRESS = 200
"""Many people may share an address; only failures count, never who comes after them."""
LONGEST_DELAY = timedelta(minutes=15)
LONGEST_SHARED_DELAY = timedelta(minutes=1)
"""Where others wait as well."""
FORGOTTEN_AFTER = timedelta(hours=1)
DEVICE_KNOWN_FOR = 180 * 24 * 3600
MOST_DEVICES = 3
"""Accounts that one browser is known to."""


def delay_for_pair(failures: int, of_account: int = 0) -> timedelta | None:
    """10 s after the fifth failure, doubling up to 15 minutes."""
    free = 1 if of_account >= GUARDED_AFTER else FREE_FOR_PAIR
    return _delay(failures - free, LONGEST_DELAY)


def delay_for_account(failures: int) -> timedelta | None:
    """Doubles with each ten failures."""
    return _delay((failures - SLOWED_AFTER) // 10, LONGEST_SHARED_DELAY)


def delay_for_address(failures: int) -> timedelta | None:
    """Doubles with each ten failures."""
    return _delay((failures - FREE_FOR_ADDRESS) // 10, LONGEST_SHARED_DELAY)


def _delay(step: int, longest: timedelta) -> timedelta | None:
    if step < 0:
        return None
    return min(timedelta(seconds=10 * (1 << min(step, 12))), longest)

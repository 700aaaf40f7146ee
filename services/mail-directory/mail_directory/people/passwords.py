"""Passwords: Argon2id, off the event loop. A generated password carries 80 bits, so its first hash may be light;
the first sign-in makes it a full one."""

import anyio
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_full = PasswordHash((Argon2Hasher(),))
_light = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),))
_nobody = _light.hash("nobody has this password")


def hash_generated(password: str) -> str:
    """For generated passwords of at least 80 bits only."""
    return _light.hash(password)


async def hash_chosen(password: str) -> str:
    return await anyio.to_thread.run_sync(_full.hash, password)


async def verify(password: str, known: str | None) -> tuple[bool, str | None]:
    """(right?, a better hash to keep). An unknown name costs the same work, so that names cannot be told by time."""
    if len(password) > 1000:
        return False, None
    return await anyio.to_thread.run_sync(_verify, password, known)


def _verify(password: str, known: str | None) -> tuple[bool, str | None]:
    if known is None:
        _full.verify_and_update(password, _nobody)
        _full.hash("the same work as a re-hash")
        return False, None
    return _full.verify_and_update(password, known)

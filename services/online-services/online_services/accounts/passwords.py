"""Passwords: Argon2id, in a thread because it takes a core for tens of milliseconds."""

import anyio.to_thread
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

# OWASP's parameters of least memory: an idle province must stay small.
_NORMAL = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19456, parallelism=1),))
# Random 16-character passwords of a seeded province need no stretching; the first sign-in re-hashes them.
_LIGHT = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),))
_NOBODY = _NORMAL.hash("no account has this password")


async def hash_password(password: str) -> str:
    return await anyio.to_thread.run_sync(_NORMAL.hash, password)


async def hash_random_password(password: str) -> str:
    """For passwords made by `shared.identifiers.new_secret` alone."""
    return await anyio.to_thread.run_sync(_LIGHT.hash, password)


async def check_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether it matches, and a new hash when the stored one is older. Takes as long without an account."""

    def check() -> tuple[bool, str | None]:
        try:
            return _NORMAL.verify_and_update(password, stored or _NOBODY)
        except UnknownHashError:
            return False, None

    matches, renewed = await anyio.to_thread.run_sync(check)
    return matches and stored is not None, renewed

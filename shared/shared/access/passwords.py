"""Passwords of officers and citizens alike: one normal form, one hash (Argon2id), one judgement of what is too weak."""

import re
from itertools import pairwise

import anyio.to_thread
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from shared.standards.typed import Unreadable, opaque_password
from shared.standards.vietnamese import fold

LONGEST = 128

# OWASP's parameters of least memory: an idle province must stay small.
_FULL = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19456, parallelism=1),))
# A generated password carries 80 bits and needs no stretching; the first sign-in makes it a full hash.
_LIGHT = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),))
_LIGHT_MARK = "$m=1024,"
_NOBODY = _LIGHT.hash("no account has this password")

_COMMON = frozenset(
    [
        "password",
        "passw0rd",
        "matkhau",
        "mk",
        "admin",
        "administrator",
        "root",
        "user",
        "welcome",
        "hello",
        "letmein",
        "login",
        "iloveyou",
        "anhyeuem",
        "emyeuanh",
        "yeuanh",
        "yeuem",
        "toiyeuvietnam",
        "vietnam",
        "qwerty",
        "qwertyuiop",
        "asdfgh",
        "asdfghjkl",
        "zxcvbn",
        "zxcvbnm",
        "abc",
        "abcd",
        "abcdef",
        "congdan",
        "canbo",
        "motcua",
        "vanthu",
        "lanhdao",
        "chuyenvien",
        "lienthong",
        "dichvucong",
        "test",
        "demo",
        "temp",
        "secret",
        "changeme",
        "default",
        "monkey",
        "dragon",
        "football",
        "sunshine",
        "princess",
        "master",
        "shadow",
        "superman",
        "batman",
        "khongbiet",
        "khongco",
        "hanoi",
        "saigon",
    ]
)
"""What people choose first, folded and without what stands around it; grown with words of this place."""


def hash_generated(password: str) -> str:
    """For passwords made by `shared.core.identifiers.new_secret` alone."""
    return _LIGHT.hash(opaque_password(password))


async def hash_chosen(password: str) -> str:
    return await anyio.to_thread.run_sync(_FULL.hash, opaque_password(password))


async def verify(password: str, known: str | None) -> tuple[bool, str | None]:
    """(right?, a better hash to keep). Every outcome costs the same work, so that names cannot be told by time."""
    try:
        read = opaque_password(password)
    except Unreadable:
        return False, None
    if len(read) > 1000:
        return False, None
    return await anyio.to_thread.run_sync(_verify, read, known)


def _verify(password: str, known: str | None) -> tuple[bool, str | None]:
    try:
        right, better = _FULL.verify_and_update(password, known or _NOBODY)
    except UnknownHashError:
        right, better = False, None
    if not right and (known is None or _LIGHT_MARK in known):
        _FULL.hash(password)  # what a re-hash or a full hash would have cost
    return right and known is not None, better if known is not None else None


def weakness(password: str, shortest: int, *about: str) -> str | None:
    """`length`, `unreadable`, `common` or `personal`; None when it may be chosen. `about`: names and numbers of its owner.

    NIST SP 800-63B 5.1.1.2: length counts, composition rules do not; what everybody or everybody nearby would try is refused.
    """
    try:
        chosen = opaque_password(password)
    except Unreadable:
        return "unreadable"
    if not shortest <= len(chosen) <= LONGEST:
        return "length"
    plain = fold(chosen).replace(" ", "")
    if len(set(plain)) < 5 or _is_run(plain) or _core(plain) in _COMMON or len(_core(plain)) < 3:
        return "common"
    bare = re.sub(r"[^0-9a-z]", "", plain)
    for text in about:
        known = re.sub(r"[^0-9a-z]", "", fold(text))
        if len(known) >= 4 and known in bare and len(bare) - len(known) < 6:
            return "personal"
    return None


def _core(plain: str) -> str:
    """Without the digits and signs that are put around a word."""
    return re.sub(r"^[^a-z]+|[^a-z]+$", "", plain)


def _is_run(plain: str) -> bool:
    """One short piece over and over, or letters and digits one after the other."""
    for size in range(1, len(plain) // 2 + 1):
        if (plain[:size] * (len(plain) // size + 1))[: len(plain)] == plain:
            return True
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    return sum(step in (1, -1, 0) for step in steps) >= 0.8 * len(steps)

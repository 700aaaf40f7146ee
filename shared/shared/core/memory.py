"""Memory that a process no longer needs goes back to the machine: a province at rest is to fit in 600 MB."""

import ctypes
import gc
import sys
from collections.abc import Callable
from pathlib import Path

_MADV_DONTNEED = 4
_MADV_PAGEOUT = 21
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
_LARGE = 4 * 1_048_576
_libc = ctypes.CDLL(None, use_errno=True)
_forgetting: list[Callable[[], None]] = []


def at_rest(forget: Callable[[], None]) -> Callable[[], None]:
    """Decorator: called by `rest`, to let go of what a library keeps of work done before."""
    _forgetting.append(forget)
    return forget


def keep_large_apart() -> None:
    """Blocks of 4 MB and more are mapped by themselves and go back when freed; children inherit it.

    Left alone, the C allocator raises this bound to 32 MB after the first such block: then each thread that has hashed a password keeps
    the 19 MB that Argon2id asks for. And all threads share two heaps rather than have one each with holes of its own.
    """
    if sys.platform == "linux":
        _libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        _libc.mallopt(_M_ARENA_MAX, 2)


def rest() -> None:
    """Some milliseconds, twice a minute: what libraries keep of work done before, and what the allocator holds."""
    for forget in _forgetting:
        forget()
    release_free_memory()


def release_free_memory() -> None:
    """What is garbage and what the allocator holds. Hashing passwords and printing leave tens of megabytes."""
    gc.collect()
    if sys.platform == "linux":
        _libc.malloc_trim(0)


def give_back_memory() -> None:
    """Also let go of pages of program files that are not needed for now: read only while importing, or while printing.

    MADV_PAGEOUT drops clean pages that nobody else has, and code is clean always: whoever needs a page again has it read again.
    """
    if sys.platform != "linux":
        return
    release_free_memory()
    for line in Path("/proc/self/maps").read_text().splitlines():
        fields = line.split(maxsplit=5)
        if len(fields) == 6 and fields[5].startswith("/"):
            first, _, last = fields[0].partition("-")
            start = int(first, 16)
            advice = _MADV_DONTNEED if fields[1] == "r-xp" else _MADV_PAGEOUT
            _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(int(last, 16) - start), advice)

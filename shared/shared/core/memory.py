"""Memory that a process no longer needs goes back to the machine: a province at rest is to fit in some 400 MB."""

import ctypes
import gc
import sys
from pathlib import Path

_MADV_PAGEOUT = 21
_M_MMAP_THRESHOLD = -3
_LARGE = 4 * 1_048_576
_libc = ctypes.CDLL(None, use_errno=True)


def keep_large_apart() -> None:
    """Blocks of 4 MB and more are mapped by themselves and go back when freed; children inherit it.

    Left alone, the C allocator raises this bound to 32 MB after the first such block: then each thread that has hashed a password keeps
    the 19 MB that Argon2id asks for.
    """
    if sys.platform == "linux":
        _libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def release_free_memory() -> None:
    """What is garbage and what the allocator holds; some milliseconds. Hashing passwords and printing leave tens of megabytes."""
    gc.collect()
    if sys.platform == "linux":
        _libc.malloc_trim(0)


def give_back_memory() -> None:
    """Also let go of pages of program files read only once, while importing.

    MADV_PAGEOUT drops clean pages alone: whoever needs one again has it read again.
    """
    if sys.platform != "linux":
        return
    release_free_memory()
    for line in Path("/proc/self/maps").read_text().splitlines():
        fields = line.split(maxsplit=5)
        if len(fields) == 6 and fields[5].startswith("/"):
            first, _, last = fields[0].partition("-")
            start = int(first, 16)
            _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(int(last, 16) - start), _MADV_PAGEOUT)

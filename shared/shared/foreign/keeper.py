"""The keeper (người trông): a small process that forks one child for each piece of foreign work and never opens anything itself.

It has no connection, no key in memory and no event loop, so what a child inherits is code. The limits are the kernel's: a child
whose time is over, or for whose result nobody waits any more, is ended in the middle of whatever library it is in.
`shared.foreign.confined` is the other side.
"""

import ctypes
import fcntl
import gc
import importlib
import logging
import os
import pickle
import resource
import select
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import IO, Any, ClassVar, NoReturn

from pydantic import BaseModel

ORDER = struct.Struct("!dI")
"""Seconds and megabytes, then the name of the module that does the work.

Three descriptors come with it: the work, the place for the result, the line to who waits.
"""
BEGUN = b"b"
FINISHED = b"."
TOOK = struct.Struct("!f")
"""Behind `FINISHED`: seconds of processor that the piece took."""
_PYTHONS = ("datetime", "decimal", "uuid")
_LARGEST_RESULT = 128 * 1_048_576
_PR_SET_PDEATHSIG = 1
_LATER = 5
"""Niceness: whoever waits at a door with nothing foreign in hand goes first."""
READY = "make_ready"
"""A function of the module that does the work, if it has one: makes once what each child would make anew."""
_LIBRARIES = (
    "shared.signing.verify",
    "shared.signing.placement",
    "shared.foreign.opening.still",
    "PIL.Image",
    "lxml.etree",
)
"""Loaded once, at the first piece of work, so that no child loads them again."""


def keep(control: socket.socket) -> NoReturn:
    """Fork a child for each order until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who run us; we end when they are gone
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a child ended: the line says it
    loaded: set[str] = set()
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1024, 3)
        if not order:
            os._exit(0)
        module = order[ORDER.size :].decode()
        if module not in loaded:
            _load(module)
            loaded.add(module)
        if os.fork() == 0:
            control.close()
            _work(*ORDER.unpack(order[: ORDER.size]), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _load(module: str) -> None:
    logging.disable(logging.CRITICAL)  # what a library thinks of a hostile file is nobody's log
    for name in (module, *_LIBRARIES):
        with suppress(ImportError):  # a member that does not need it does not carry it
            importlib.import_module(name)
    if (make_ready := getattr(sys.modules.get(module), READY, None)) is not None:
        make_ready()
    gc.collect()
    gc.freeze()


def _work(seconds: float, memory_mb: int, work: int, result: int, line: int) -> NoReturn:
    code = 1
    try:
        _limit(seconds, memory_mb, line)
        os.write(line, BEGUN)
        with open(work, "rb") as file:
            outcome = _outcome(file)
        with open(result, "wb") as file:
            pickle.dump(outcome, file, protocol=5)
        os.write(line, FINISHED + TOOK.pack(time.process_time()))
        code = 0
    finally:
        os._exit(code)


def _outcome(order: IO[bytes]) -> tuple[str, object]:
    own = {"shared"}
    try:
        function, arguments = pickle.load(order)  # noqa: S301 - written by the process that we belong to
        own.add(function.__module__.partition(".")[0])
        return "done", function(*arguments)
    except MemoryError:
        raise
    except Exception as error:
        # A refusal is an answer; whatever else breaks inside a library says that the file is not fit to be opened.
        if type(error).__module__.partition(".")[0] in own:
            return "raised", error
        return "broke", f"{type(error).__name__} in {_place(error)}"


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else "?"


def _limit(seconds: float, memory_mb: int, line: int) -> None:
    """From here on the kernel watches: time, memory, size of the result, and whether anybody still waits."""
    for number in (signal.SIGALRM, signal.SIGIO, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(line, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
    watched = select.poll()
    watched.register(line, 0)
    if watched.poll(0):  # closed before we could ask to be told
        os._exit(1)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        most = taken + memory_mb * 1_048_576
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_RESULT, _LARGEST_RESULT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_LATER)


def _give_state(reader: Any) -> None:
    made = reader.stack[-2]
    if isinstance(made, (type, Enum)) or not _is_value(type(made)):
        raise pickle.UnpicklingError(f"a {type(made).__name__} has no state")
    pickle._Unpickler.dispatch[pickle.BUILD[0]](reader)


class Values(pickle._Unpickler):
    """Reads values alone: dataclasses, models, enumerations and refusals of our own, and Python's dates; never a function.

    Nor does it write on what was here before: a class or a member of an enumeration is shared with the whole process.
    It is Python's own reader in Python, because the one in C lets nobody see what is written on, and makes room for any
    number that a stream names.
    """

    dispatch: ClassVar = {**pickle._Unpickler.dispatch, pickle.BUILD[0]: _give_state}
    del dispatch[pickle.BYTEARRAY8[0]]  # takes the memory before it looks whether so much is there

    def __init__(self, file: IO[bytes], own: str) -> None:
        super().__init__(file)
        self._own = {"shared", own}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _member
        if module not in _PYTHONS and module.partition(".")[0] not in self._own:
            raise pickle.UnpicklingError(f"{module}.{name} is not ours")
        found = super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no class")
        if module in _PYTHONS or _is_value(found):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value")


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, (BaseModel, Enum, Exception))


def _member(kind: object, name: object) -> Enum:
    """How some Pythons (3.11.0 to 3.11.3) write a member of an enumeration: as an attribute of its class, and of nothing else."""
    if isinstance(kind, type) and issubclass(kind, Enum) and isinstance(name, str) and name in kind.__members__:
        return kind.__members__[name]
    raise pickle.UnpicklingError("only members of enumerations are read by name")


if __name__ == "__main__":
    keep(socket.socket(fileno=int(sys.argv[1])))

"""Foreign work (việc trên tệp lạ): bytes that somebody brought are opened in a process of their own, which the kernel ends.

    report = await confined.run(check, content, settings)          # 5 seconds, 256 MB

One child for each piece of work, forked by a keeper (`shared.foreign.keeper`) that is warm: some milliseconds more than a thread, and
whatever the file does to the library, to time or to memory, it does to that child alone. What is handed over and what comes
back is pickled; what comes back is read as values only, so a child that a file has taken over cannot reach us.

A caller has so much of it a minute, and two at a time. Work for which nobody waits any more (the client left, the task was
cancelled, this process died) ends at once, because the line to the child is closed.
"""

import asyncio
import math
import os
import pickle
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Any, TypeVar

from shared.core import context
from shared.core.errors import Invalid, TooMany, Unavailable
from shared.core.logs import get_logger
from shared.foreign import keeper
from shared.foreign.orders import send, start

log = get_logger(__name__)

T = TypeVar("T")

__all__ = ["Overrun", "Why", "run", "start"]

SEATS = max(2, os.cpu_count() or 1)
"""Pieces of foreign work at once in one process: their memory is what the machine must have besides."""
SEATS_OF_ONE = 2
WAITING_SECONDS = 10.0
MOST_WAITING = 40
BUDGET_SECONDS = 20.0
"""Seconds beyond the first half second of each piece that one caller may take; a third of them comes back in 20 seconds."""
_FREE_SECONDS = 0.5
_REFILL = BUDGET_SECONDS / 60
_GRACE = 1.0
_LOADING_SECONDS = 30.0
"""So long the keeper may take before a piece begins: the first one waits until the libraries are loaded."""
_LARGE = 1_048_576
_MOST_CALLERS = 10_000


class Why(StrEnum):
    """Vì sao không mở được."""

    TIME = "time"  # quá thời gian
    MEMORY = "memory"  # quá bộ nhớ, or the library crashed
    BROKEN = "broken"  # thư viện không đọc được


class Overrun(Invalid):
    """Tệp không mở được trong giới hạn: a refusal that any edge can say."""

    def __init__(self, why: Why | str) -> None:
        super().__init__("file_too_complex", why=str(why))
        self.why = Why(why)


@dataclass
class _Office:
    """What the pieces of work of one event loop share."""

    loop: asyncio.AbstractEventLoop
    seats: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SEATS))
    own: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    waiting: Counter[str] = field(default_factory=Counter)


_office: _Office | None = None
_spent: dict[str, tuple[float, float]] = {}


async def run(
    function: Callable[..., T], *arguments: Any, seconds: float = 5.0, memory_mb: int = 256, caller: str | None = None
) -> T:
    """The function's result, made in a process of its own; its refusals are raised here.

    `function` stands at the top of a module. `caller` is who pays: by default whoever made the request; nobody in a worker.
    Raises Overrun, TooMany (the caller's budget) and Unavailable (too many wait).
    """
    payer = context.caller.get() if caller is None else caller
    _require_budget(payer)
    office = _this_office()
    _require_place(office, payer)
    own = office.own.setdefault(payer, asyncio.Semaphore(SEATS_OF_ONE)) if payer else asyncio.Semaphore()
    office.waiting[payer] += 1
    try:
        await _take(own)
        try:
            await _take(office.seats)
        except BaseException:
            own.release()
            raise
    finally:
        office.waiting[payer] -= 1
        if not office.waiting[payer]:
            del office.waiting[payer]
    try:
        result: T = await _piece(function, arguments, seconds, memory_mb, payer)
        return result
    finally:
        office.seats.release()
        own.release()


async def _take(seat: asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(WAITING_SECONDS):
            await seat.acquire()
    except TimeoutError as error:
        raise Unavailable("foreign_work_busy", retry_after=5) from error


def _require_place(office: _Office, payer: str) -> None:
    """Nobody takes more places than he leaves free, so that who comes next finds one."""
    free = MOST_WAITING - office.waiting.total()
    if free <= 0:
        raise Unavailable("foreign_work_busy", retry_after=5)
    if payer and office.waiting[payer] >= free:
        raise TooMany("foreign_work_busy", retry_after=5)


def _this_office() -> _Office:
    global _office
    loop = asyncio.get_running_loop()
    if _office is None or _office.loop is not loop:
        _office = _Office(loop)
    if len(_office.own) > _MOST_CALLERS and not _office.waiting:
        _office.own.clear()
    return _office


def _require_budget(payer: str) -> None:
    spent, at = _spent.get(payer, (0.0, 0.0))
    if spent - (time.monotonic() - at) * _REFILL > BUDGET_SECONDS:
        raise TooMany("foreign_work_budget", retry_after=30)


def _charge(payer: str, seconds: float) -> None:
    if not payer or seconds <= _FREE_SECONDS:
        return
    spent, at = _spent.get(payer, (0.0, 0.0))
    now = time.monotonic()
    if len(_spent) > _MOST_CALLERS:
        _spent.clear()
    _spent[payer] = (max(0.0, spent - (now - at) * _REFILL) + seconds - _FREE_SECONDS, now)


async def _piece(
    function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float, memory_mb: int, payer: str
) -> Any:
    large = any(isinstance(argument, bytes) and len(argument) > _LARGE for argument in arguments)
    work = await asyncio.to_thread(_write, (function, arguments)) if large else _write((function, arguments))
    with work, _nameless() as result:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with ours:
            with theirs:
                order = keeper.ORDER.pack(seconds, memory_mb) + function.__module__.encode()
                send(order, [work.fileno(), result.fileno(), theirs.fileno()])
            took = _Time()
            try:
                finished = await _ended(ours, seconds, took)
            finally:
                _charge(payer, took.cost)
        if not finished:
            why = Why.TIME if took.seconds >= seconds * 0.8 else Why.MEMORY
            log.warning("foreign_work_ended", work=function.__name__, why=why)
            raise Overrun(why)
        own = function.__module__.partition(".")[0]
        if os.fstat(result.fileno()).st_size > _LARGE:
            return await asyncio.to_thread(_read, result, own)
        return _read(result, own)


class _Time:
    """How long a piece has been at work; loading libraries before it is nobody's cost."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._processor = math.inf

    def begin(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return 0.0 if self._began is None else time.monotonic() - self._began

    def tell(self, processor: bytes) -> None:
        """What the child says at its end; one that a hostile file has taken over may say less, and has no more than its seconds."""
        if len(processor) == keeper.TOOK.size:
            (told,) = keeper.TOOK.unpack(processor)
            self._processor = told if told >= 0 else math.inf

    @property
    def cost(self) -> float:
        """Seconds that its caller pays: of the processor, for on a busy machine others' work would be charged to him."""
        return min(self.seconds, self._processor)


async def _ended(line: socket.socket, seconds: float, took: _Time) -> bool:
    """True when the child says so; False when it was ended. Raises when nobody waits for the answer any more."""
    loop = asyncio.get_running_loop()
    heard = asyncio.Event()
    loop.add_reader(line.fileno(), heard.set)
    watch = context.until_gone.get()
    gone = asyncio.ensure_future(watch()) if watch is not None else None
    patience, said = _LOADING_SECONDS, keeper.BEGUN
    try:
        while said == keeper.BEGUN:
            hearing = asyncio.ensure_future(heard.wait())
            waits = {hearing} if gone is None else {hearing, gone}
            await asyncio.wait(waits, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            hearing.cancel()
            if not heard.is_set():
                break
            heard.clear()
            with suppress(BlockingIOError):  # woken once too often
                said = line.recv(1)
            if said == keeper.BEGUN and patience != seconds + _GRACE:
                took.begin()
                patience = seconds + _GRACE
            elif said == keeper.FINISHED:
                with suppress(BlockingIOError):
                    took.tell(line.recv(keeper.TOOK.size))
    finally:
        loop.remove_reader(line.fileno())
        if gone is not None:
            gone.cancel()
    if gone is not None and gone.done() and not gone.cancelled() and said == keeper.BEGUN:
        raise Unavailable("nobody_waits")
    return said == keeper.FINISHED


def _nameless() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("foreign"), "w+b")
    return tempfile.TemporaryFile()


def _write(work: object) -> IO[bytes]:
    file = _nameless()
    pickle.dump(work, file, protocol=5)
    file.flush()
    file.seek(0)
    return file


def _read(result: IO[bytes], own: str) -> Any:
    result.seek(0)
    try:
        outcome, value = keeper.Values(result, own).load()
    except Exception as error:
        log.warning("foreign_work_ended", why="result", error=f"{type(error).__name__}: {error}"[:200])
        raise Overrun(Why.BROKEN) from error
    if outcome == "raised" and isinstance(value, Exception):
        raise value
    if outcome != "done":
        log.warning("foreign_work_ended", why=Why.BROKEN, error=value[:200] if isinstance(value, str) else None)
        raise Overrun(Why.BROKEN)
    return value

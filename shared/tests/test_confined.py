"""Foreign work is ended when it overruns, when nobody waits, and when its caller had enough; its refusals come back."""

import asyncio
import io
import os
import pickle
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.core import context
from shared.core.errors import Invalid, TooMany, Unavailable
from shared.foreign import confined, keeper, orders
from shared.foreign.confined import Overrun
from shared.standards.file_kinds import FileKind
from testing.hostile.ready import made_by
from testing.hostile.work import (
    break_down,
    crash,
    measure,
    never_return,
    refuse,
    return_something_that_acts,
    sleep_for_ever_in_a_library,
    take_memory,
    wait,
    work_on,
)

pytestmark = pytest.mark.anyio


async def test_the_result_comes_from_another_process() -> None:
    found = await confined.run(measure, b"x" * 3_000_000)
    assert found.size == 3_000_000
    assert found.process != os.getpid()


async def test_a_refusal_comes_back_as_itself() -> None:
    with pytest.raises(Invalid, match="file_missing"):
        await confined.run(refuse)


@pytest.mark.parametrize("work", [never_return, sleep_for_ever_in_a_library])
async def test_what_does_not_end_is_ended(work: object) -> None:
    arguments = ("",) if work is never_return else ()
    with pytest.raises(confined.Overrun) as ended:
        await confined.run(work, *arguments, seconds=0.5)  # type: ignore[arg-type]
    assert ended.value.why == "time"


@pytest.mark.parametrize("work", [take_memory, crash, break_down])
async def test_memory_a_crash_and_a_broken_library_are_the_files_fault(work: object) -> None:
    with pytest.raises(confined.Overrun):
        await confined.run(work)  # type: ignore[arg-type]
    assert (await confined.run(measure, b"x")).size == 1


async def test_what_comes_back_cannot_act() -> None:
    with pytest.raises(confined.Overrun):
        await confined.run(return_something_that_acts)


async def _ended(pid: int) -> bool:
    return await _soon(lambda: not Path(f"/proc/{pid}").exists())


async def _started(mark: Path) -> int:
    assert await _soon(lambda: mark.exists() and bool(mark.read_text()))
    return int(mark.read_bytes())  # noqa: ASYNC240


async def _soon(is_so: Callable[[], bool]) -> bool:
    for _ in range(200):
        if is_so():
            return True
        await asyncio.sleep(0.02)
    return False


async def test_cancelled_work_stops(tmp_path: Path) -> None:
    task = asyncio.create_task(confined.run(never_return, str(tmp_path / "pid"), seconds=60))
    pid = await _started(tmp_path / "pid")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _ended(pid)


async def test_work_stops_when_the_client_leaves(tmp_path: Path) -> None:
    left = asyncio.Event()

    async def until_gone() -> None:
        await left.wait()

    context.until_gone.set(until_gone)
    task = asyncio.create_task(confined.run(never_return, str(tmp_path / "pid"), seconds=60))
    pid = await _started(tmp_path / "pid")
    left.set()
    with pytest.raises(Unavailable, match="nobody_waits"):
        await task
    assert await _ended(pid)


async def test_a_caller_who_had_enough_waits_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "BUDGET_SECONDS", 0.5)
    with pytest.raises(confined.Overrun):
        await confined.run(never_return, "", seconds=1.5, caller="heavy")
    with pytest.raises(TooMany):
        await confined.run(measure, b"x", caller="heavy")
    assert (await confined.run(measure, b"x", caller="other")).size == 1


async def test_who_waits_for_a_busy_machine_pays_for_his_own_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "BUDGET_SECONDS", 0.5)
    for _ in range(2):
        await confined.run(wait, 1.5, seconds=60, caller="patient")
    with pytest.raises(confined.Overrun):
        await confined.run(work_on, 60.0, seconds=2.0, caller="busy")
    with pytest.raises(TooMany):
        await confined.run(measure, b"x", caller="busy")
    await confined.run(work_on, 2.5, seconds=60, caller="hard")
    with pytest.raises(TooMany):
        await confined.run(measure, b"x", caller="hard")


async def test_what_each_child_needs_is_made_ready_once_before_them() -> None:
    found = [await confined.run(made_by) for _ in range(2)]
    assert found[0] == found[1], "by the keeper"
    assert len(found[0]) == 1
    assert os.getpid() not in found[0]


async def test_a_dead_keeper_is_replaced() -> None:
    await confined.run(measure, b"x")
    assert orders._keeper is not None
    orders._keeper.close()
    assert (await confined.run(measure, b"x")).size == 1


class _Written:
    """Pickles as what it is given: the call another Python, or a child that was taken over, would write."""

    def __init__(self, function: object, *arguments: object) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> Any:
        return self._call


def _read(value: object) -> object:
    return keeper.Values(io.BytesIO(pickle.dumps(value)), "shared").load()


def test_a_member_of_an_enumeration_is_read_however_a_python_writes_it() -> None:
    by_value, by_name = _Written(FileKind, "pdf"), _Written(getattr, FileKind, "PDF")
    assert _read([FileKind.PDF, by_value, by_name]) == [FileKind.PDF] * 3


@pytest.mark.parametrize(
    "call",
    [
        _Written(getattr, FileKind, "__init__"),
        _Written(getattr, FileKind, "mro"),
        _Written(getattr, Overrun, "__init__"),
        _Written(getattr, "abc", "format"),
        _Written(getattr, _Written(getattr, FileKind, "PDF"), "value"),
        _Written(os.getpid),
    ],
)
def test_nothing_else_is_read_by_name(call: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        _read(call)


def _text(value: str) -> bytes:
    return pickle.SHORT_BINUNICODE + bytes([len(value)]) + value.encode()


def _named(kind: type) -> bytes:
    return _text(kind.__module__) + _text(kind.__qualname__) + pickle.STACK_GLOBAL


def _state(name: str) -> bytes:
    return pickle.EMPTY_DICT + _text(name) + _text("changed") + pickle.SETITEM


@pytest.mark.parametrize(
    "stream",
    [
        _named(confined._Office) + pickle.NONE + _state("waiting") + pickle.TUPLE2 + pickle.BUILD,
        _named(FileKind) + pickle.NONE + _state("reader") + pickle.TUPLE2 + pickle.BUILD,
        _named(FileKind) + _text("pdf") + pickle.TUPLE1 + pickle.REDUCE + _state("_value_") + pickle.BUILD,
    ],
)
def test_nothing_that_was_here_before_is_written_on(stream: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        keeper.Values(io.BytesIO(pickle.PROTO + b"\x04" + stream + pickle.STOP), "shared").load()
    assert (hasattr(confined._Office, "waiting"), hasattr(FileKind, "reader"), FileKind.PDF.value) == (
        False,
        False,
        "pdf",
    )


def test_a_number_in_a_result_takes_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream = pickle.NONE + pickle.LONG_BINPUT + (2**25).to_bytes(4, "little") + pickle.STOP
    assert keeper.Values(io.BytesIO(stream), "shared").load() is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB


async def test_one_caller_does_not_fill_the_waiting_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "WAITING_SECONDS", 1.5)
    many = [asyncio.create_task(confined.run(never_return, "", seconds=0.5, caller="heavy")) for _ in range(60)]
    await asyncio.sleep(0)
    assert (await confined.run(measure, b"x", caller="other")).size == 1
    ended = await asyncio.gather(*many, return_exceptions=True)
    assert sum(isinstance(error, TooMany) for error in ended) == 60 - confined.SEATS_OF_ONE - confined.MOST_WAITING // 2

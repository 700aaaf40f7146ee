"""What the supervisor promises: all up in order, the dead come back, everything stops, nobody is left behind."""

import json
import os
import signal
import time
from collections.abc import Callable

from operations.health import is_healthy
from operations.ports import free_port
from operations.process_table import Entry
from operations.processes import is_alive, parent_of, send_signal
from operations.running import RunFolder
from operations.status import collect
from operations.supervised_process import LONGEST_DELAY, SHORTEST_DELAY, SupervisedProcess, pause_after
from shared.core.settings import Settings

Supervise = Callable[..., object]


def test_processes_start_answer_and_stop(supervise):
    running = supervise("web=serve", "worker=work")
    running.wait_until_ready()
    pids = [running.pid_of("web"), running.pid_of("worker")]
    assert is_healthy(f"http://127.0.0.1:{running.port}/healthz")
    assert running.stop() == 0
    assert not any(is_alive(pid) for pid in pids)
    assert not RunFolder(running.var).is_taken()


def test_a_killed_process_comes_back(supervise):
    running = supervise("web=serve", "worker=work")
    running.wait_until_ready()
    for name in ("web", "worker"):
        before = running.pid_of(name)
        os.kill(before, signal.SIGKILL)
        running.wait_for(lambda before=before, name=name: running.pid_of(name) not in (None, before))
    running.wait_for(lambda: is_healthy(f"http://127.0.0.1:{running.port}/healthz"))
    assert [row["restarts"] for row in running.state()["processes"]] == [1, 1]


def test_all_processes_share_one_keeper_of_foreign_files_which_comes_back(supervise):
    running = supervise("web=serve", "worker=open_foreign_files")
    running.wait_until_ready()
    told = running.var / "keeper"
    running.wait_for(told.exists)
    before = int(told.read_text())
    assert parent_of(before) == running.process.pid
    os.kill(before, signal.SIGKILL)
    running.wait_for(lambda: int(told.read_text()) != before)
    assert parent_of(int(told.read_text())) == running.process.pid
    assert [row["restarts"] for row in running.state()["processes"]] == [0, 0]
    assert running.stop() == 0
    running.wait_for(lambda: not is_alive(int(told.read_text())))


def test_a_hung_process_is_replaced(supervise):
    running = supervise("web=serve", "worker=work")
    running.wait_until_ready()
    for name in ("web", "worker"):
        before = running.pid_of(name)
        os.kill(before, signal.SIGSTOP)
        running.wait_for(lambda before=before, name=name: running.pid_of(name) not in (None, before), patience=90)
        assert not is_alive(before)
        assert f"{name} treo" in running.output.read_text()
    running.wait_for(lambda: is_healthy(f"http://127.0.0.1:{running.port}/healthz"))
    assert [row["restarts"] for row in running.state()["processes"]] == [1, 1]


def test_a_process_that_keeps_dying_is_started_again_each_time(supervise):
    running = supervise("web=serve", "worker=work")
    running.wait_until_ready()
    for _ in range(4):
        pid = running.pid_of("worker")
        os.kill(pid, signal.SIGKILL)
        running.wait_for(lambda pid=pid: running.pid_of("worker") not in (None, pid))
    assert [row["restarts"] for row in running.state()["processes"]] == [0, 4]


def test_pauses_double_with_each_death_up_to_a_bound():
    for failures in range(1, 40):
        middle = min(LONGEST_DELAY, SHORTEST_DELAY * 2 ** (failures - 1))
        pauses = [pause_after(failures) for _ in range(50)]
        assert all(middle * 0.5 <= pause <= middle * 1.5 for pause in pauses)
        assert len(set(pauses)) > 1, "those that fell together must not come back together"


def test_deaths_are_counted_until_a_stable_minute(tmp_path, monkeypatch):
    process = SupervisedProcess(Entry("worker", "builtins:print", "stand_in"), Settings(var=tmp_path))
    now = [1000.0]
    monkeypatch.setattr("operations.supervised_process.time.monotonic", lambda: now[0])
    monkeypatch.setattr("operations.supervised_process.fork_child", lambda *of, **more: 1)
    counted = []
    for lived in (1, 2, 59, 61, 3):
        process.start()
        now[0] += lived
        process.note_end(9)
        counted.append(process.failures_in_a_row)
        assert not process.restart_if_due()
    assert counted == [1, 2, 3, 1, 2]


def test_a_process_that_cannot_start_is_named_with_its_last_words(supervise):
    running = supervise("web=serve", "unlucky=die")
    assert running.process.wait(timeout=30) == 1
    said = running.output.read_text()
    assert "Tiến trình unlucky không khởi động được (bad luck)" in said
    assert len((running.var / "deaths").read_text().splitlines()) == 3


def test_a_process_that_ignores_the_stop_is_killed(supervise):
    running = supervise("web=serve", "stubborn=ignore_stop")
    running.wait_until_ready()
    pid = running.pid_of("stubborn")
    assert running.stop() == 0
    assert not is_alive(pid)


def test_children_and_database_die_with_a_killed_supervisor(supervise):
    running = supervise("web=serve", "worker=work", postgres_port=free_port())
    running.wait_until_ready()
    pids = [running.pid_of("web"), running.pid_of("worker"), running.state()["postgres"]["pid"]]
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    running.wait_for(lambda: not any(is_alive(pid) for pid in pids))
    assert not RunFolder(running.var).is_taken()


def test_a_killed_database_comes_back(supervise):
    running = supervise("web=serve", postgres_port=free_port())
    running.wait_until_ready()
    before = running.state()["postgres"]["pid"]
    send_signal(before, signal.SIGKILL)
    running.wait_for(lambda: running.state()["postgres"]["pid"] not in (None, before))
    assert running.stop() == 0


def test_status_tells_programs_what_runs_and_how_much_memory_it_takes(supervise):
    running = supervise("web=serve", "worker=work", postgres_port=free_port())
    running.wait_until_ready()
    found = json.loads(json.dumps(collect(Settings(var=running.var))))
    assert found["running"]
    assert found["ready"]
    rows = {row["name"]: row for row in found["processes"]}
    assert set(rows) == {"supervisor", "postgres", "web", "worker"}
    assert {row["health"] for row in rows.values()} == {"healthy"}
    assert abs(rows["web"]["up_since"] - time.time()) < 60
    assert 5 < found["memory_mb"] < 200
    running.stop()
    assert collect(Settings(var=running.var)) == {"running": False, "processes": []}


def test_status_counts_what_a_process_started(supervise):
    running = supervise("worker=work_with_a_large_child")
    running.wait_until_ready()
    running.wait_for(lambda: _memory_of("worker", running.var) > 60)


def test_status_tells_a_hung_worker(supervise):
    running = supervise("worker=work")
    running.wait_until_ready()
    long_ago = time.time() - 3600
    os.kill(running.pid_of("worker"), signal.SIGSTOP)
    os.utime(running.var / "run" / "worker.alive", (long_ago, long_ago))
    (row,) = (row for row in collect(Settings(var=running.var))["processes"] if row["name"] == "worker")
    assert row["health"] == "not_answering"


def _memory_of(name, var):
    return next(row["memory_mb"] for row in collect(Settings(var=var))["processes"] if row["name"] == name)

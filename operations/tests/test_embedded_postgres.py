"""The embedded server keeps what it acknowledged, whatever happens to it, and never runs as root."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from operations.accounts import choose_account
from operations.embedded_postgres import EmbeddedPostgres
from operations.errors import CannotProceed
from operations.ports import free_port
from operations.postgres_binaries import find_binaries, make_readable
from operations.processes import send_signal


def ask(postgres: EmbeddedPostgres, statement: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(f"{postgres.url}/postgres")
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="lienthong-embedded-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "postgres", free_port())
    yield server
    server.stop()
    server.remove()
    shutil.rmtree(folder)


@pytest.fixture
def postgres(server: EmbeddedPostgres) -> EmbeddedPostgres:
    """Running again, whatever the test before did to it."""
    server.start()
    return server


def test_data_survives_a_stop(postgres):
    ask(postgres, "create table stopped as select 42 as value")
    postgres.stop()
    assert postgres.pid is None
    postgres.start()
    assert ask(postgres, "select value from stopped") == 42


def test_data_survives_a_kill_of_the_whole_tree(postgres):
    ask(postgres, "create table killed as select 42 as value")
    postgres.kill()
    postgres.start()
    assert ask(postgres, "select value from killed") == 42


def test_restarts_at_once_after_a_kill_of_the_server_alone(postgres):
    ask(postgres, "create table orphaned as select 42 as value")
    send_signal(postgres.pid, signal.SIGKILL)
    while postgres.pid is not None:
        time.sleep(0.001)
    postgres.start()
    assert ask(postgres, "select value from orphaned") == 42


def test_a_running_server_is_adopted(postgres):
    second = EmbeddedPostgres(postgres.folder, postgres.port)
    second.start()
    assert second.pid == postgres.pid
    second.stop()
    assert postgres.pid is None


def test_a_left_over_pid_of_another_program_is_no_obstacle(postgres):
    postgres.stop()
    lock = postgres.folder.resolve() / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n0\n{postgres.port}\n\n127.0.0.1\n\nready\n")
    postgres.start()
    assert ask(postgres, "select 1") == 1


def test_commits_are_durable_and_pages_are_summed(postgres):
    assert ask(postgres, "show fsync") == "on"
    assert ask(postgres, "show synchronous_commit") == "on"
    assert ask(postgres, "show data_checksums") == "on"


def test_a_password_is_needed_and_only_its_owner_reads_it(postgres):
    file = postgres.folder.with_name("postgres.password")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(asyncpg.InvalidPasswordError):
        asyncio.run(asyncpg.connect(f"postgresql://app:wrong@127.0.0.1:{postgres.port}/postgres"))


def test_vietnamese_is_handled_without_icu(postgres):
    assert ask(postgres, "select upper('đường ợ ữ ẫ')") == "ĐƯỜNG Ợ Ữ Ẫ"
    ask(postgres, "create extension unaccent")
    assert ask(postgres, "select unaccent('Đồng Nai, Thừa Thiên Huế')") == "Dong Nai, Thua Thien Hue"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to drop")
def test_root_drops_its_rights(postgres):
    owner = Path(f"/proc/{postgres.pid}").stat().st_uid
    assert owner in {pwd.getpwnam(name).pw_uid for name in ("postgres", "nobody") if _exists(name)}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders others cannot enter")
def test_root_can_run_it_from_a_closed_home(open_folder, monkeypatch):
    closed = open_folder / "home"
    closed.mkdir(mode=0o700)
    package = closed / "venv" / "embedded_postgres"
    package.parent.mkdir()
    original = find_binaries().folder.parent
    subprocess.run(["cp", "-r", str(original.parent), str(package)], check=True)
    libraries = original.parent.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        subprocess.run(["cp", "-r", str(libraries), str(closed / "venv")], check=True)
    monkeypatch.setenv("LIENTHONG_POSTGRES_BIN", str(package / original.name / "bin"))
    server = EmbeddedPostgres(closed / "var" / "postgres", free_port())
    server.start()
    try:
        assert ask(server, "select 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        server.stop()
        server.remove()
    assert not server.folder.exists()


def test_a_taken_port_is_said_in_one_line(open_folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = EmbeddedPostgres(open_folder / "postgres", taken.getsockname()[1])
        with pytest.raises(CannotProceed, match=r"đang bị chiếm.*LIENTHONG_PORT"):
            server.start()


def test_readable_programs_are_not_copied(open_folder):
    binaries = find_binaries()
    account = choose_account()
    if account.can_read(binaries.program("postgres")):
        assert make_readable(binaries, account, open_folder) == binaries


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def test_the_log_names_no_values_and_is_not_for_everybody(postgres: EmbeddedPostgres) -> None:
    ask(postgres, "create table numbered (number text unique)")
    ask(postgres, "insert into numbered values ('052195000111')")
    with pytest.raises(asyncpg.UniqueViolationError):
        ask(postgres, "insert into numbered values ('052195000111')")
    log = postgres.log_file.read_text("utf-8", "replace")
    assert "duplicate key" in log
    assert "052195000111" not in log
    assert stat.S_IMODE(postgres.log_file.stat().st_mode) == 0o640

"""What is wrong is said before anything starts, in one Vietnamese line, with what to do."""

import os
import socket
from pathlib import Path

import pytest

from operations import checks
from operations.databases import role_passwords, role_urls
from operations.errors import CannotProceed
from operations.log_files import rotate_large
from operations.process_table import process_table, settings_for
from shared.core.settings import Settings


def test_a_taken_port_is_named_with_its_holder_and_the_remedy(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotProceed) as refusal:
            checks.check_ports(Settings(var=tmp_path, port=port))
    sentence = str(refusal.value)
    assert f"Cổng {port}" in sentence
    assert "LIENTHONG_PORT" in sentence
    assert "\n" not in sentence
    assert str(os.getpid()) in sentence


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "LEAST_FREE_MB", 10**9)
    with pytest.raises(CannotProceed, match="hãy dọn chỗ trống"):
        checks.check_folder(tmp_path / "var")


def test_a_folder_we_may_not_write_to_is_said(tmp_path):
    if os.geteuid() == 0:
        blocked = Path("/proc/var")  # where even root may not write
    else:
        blocked = tmp_path / "closed" / "var"
        blocked.parent.mkdir(mode=0o500)
    with pytest.raises(CannotProceed, match=r"Không.*ghi"):
        checks.check_folder(blocked)


def test_an_unreachable_broker_is_said():
    with pytest.raises(CannotProceed, match=r"RabbitMQ ở 127\.0\.0\.1:1 .*LIENTHONG_BROKER_URL"):
        checks.check_broker("amqp://guest:guest@127.0.0.1:1/")


def test_passwords_are_made_once_and_kept_from_others(tmp_path):
    first = role_passwords(tmp_path / "keys")
    assert role_passwords(tmp_path / "keys") == first
    assert (tmp_path / "keys" / "database-passwords.json").stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(first)


def test_a_process_knows_the_way_to_its_own_database_and_the_axis_only(tmp_path):
    server = "postgresql://root:secret@db.example:5432"
    urls = role_urls(server, role_passwords(tmp_path))
    settings = Settings(var=tmp_path, database_url=server, database_urls=urls)
    entry = next(entry for entry in process_table(settings) if entry.name == "one-stop")
    own = settings_for(entry, settings)
    assert set(own.database_urls) == {"one_stop", "axis"}
    assert own.database_urls["one_stop"].endswith("@db.example:5432/lienthong_one_stop")
    assert "secret" not in repr(own)


def test_large_logs_are_rotated_and_their_writer_goes_on(tmp_path):
    log = tmp_path / "one-stop.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 2000)
        rotate_large(tmp_path, largest=1000)
        writer.write(b"after\n")
    assert log.read_bytes() == b"after\n"
    assert (tmp_path / "one-stop.log.1").stat().st_size == 2000

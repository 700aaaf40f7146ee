"""`accounts` and `demo`: found by a few letters, and at whatever port the system runs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from operations import account_list, command, demo, starting
from operations.errors import CannotProceed
from operations.running import RunFolder
from shared.core.settings import SERVICES, Settings

ROLES = ("Văn thư", "Lãnh đạo", "Chuyên viên")
ROWS = [
    {"user_name": f"{name}.{agency}", "password": "sxd-bi-mat", "name": "Trần Thị Bình", "role": role, "agency": full}
    for agency, full in (("sxd", "Sở Xây dựng"), ("stp", "Sở Tư pháp"))
    for name, role in zip(("vanthu", "lanhdao", "chuyenvien"), ROLES, strict=True)
]


def _show(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str, **options: Any) -> str:
    (tmp_path / "accounts.json").write_text(json.dumps(ROWS))
    account_list.show(Settings(var=tmp_path), Console(width=200), *arguments, as_json=False, **options)
    return capsys.readouterr().out


@pytest.mark.parametrize("who", ["sxd", "SXD", "so xay dung", "Sở Xây dựng"])
def test_people_are_found_by_agency(tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str) -> None:
    shown = _show(tmp_path, capsys, who)
    assert shown.count(".sxd") == 3
    assert ".stp" not in shown


def test_without_a_word_a_few_are_shown_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _show(tmp_path, capsys)
    assert shown.count(".sxd") == 3
    assert "trong 6 tài khoản" in shown
    assert _show(tmp_path, capsys, everybody=True).count(".stp") == 3


def test_nobody_found_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CannotProceed):
        _show(tmp_path, capsys, "khong-co")


def test_commands_find_the_running_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_VAR", str(tmp_path))
    assert command.running_settings().address == command.load_settings().address
    folder = RunFolder(tmp_path)
    assert folder.take_lock() is not None
    folder.write_state({"address": "http://localhost:9999"})
    assert command.running_settings().address == "http://localhost:9999"


SERVING = [f"http://{service}/readyz" for service in SERVICES]


@pytest.mark.parametrize(
    ("well", "said"),
    [
        (SERVING, "Hệ thống chưa chạy tại http://tinh: hãy chạy ./lienthong up"),
        (["http://tinh/healthz", *SERVING[:-1]], f"Phần {SERVICES[-1]} chưa sẵn sàng: hãy xem ./lienthong logs"),
        (["http://tinh/healthz", *SERVING], "Cổng vào chưa nhận đủ các phần: hãy đợi nửa phút"),
    ],
    ids=["nothing runs", "one service is silent", "the gateway has not heard of them"],
)
def test_a_demo_that_cannot_be_played_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: list[str], said: str
) -> None:
    (tmp_path / "accounts.json").write_text(json.dumps(ROWS))
    monkeypatch.setattr(demo, "is_healthy", lambda address, **_: address in well)
    urls = {service: f"http://{service}" for service in SERVICES}
    with pytest.raises(CannotProceed, match=re.escape(said)):
        demo.play_demo(Settings(var=tmp_path, public_url="http://tinh", service_urls=urls), Console())


def test_who_tries_is_told_that_first_passwords_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever sees a province on trial must not think that a real one lets first passwords stand."""
    assert account_list.FIRST_PASSWORDS_STAY in _show(tmp_path, capsys)
    assert account_list.FIRST_PASSWORDS_STAY in _welcomed(Settings(var=tmp_path), capsys)
    real = Settings(var=tmp_path, database_url="postgresql://x@db/y", broker_url="amqp://broker")
    assert account_list.FIRST_PASSWORDS_STAY not in _welcomed(real, capsys)


def _welcomed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    starting._welcome(settings, Console(width=200), detached=False)
    return capsys.readouterr().out

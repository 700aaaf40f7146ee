"""`logs` finds a process's file, also where its work is done in the process that serves."""

from pathlib import Path

import pytest

from operations import log_view
from operations.errors import CannotProceed


def test_background_work_is_found_in_the_log_of_who_does_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "online-services.log").write_text("worker_started\n")
    (tmp_path / "one-stop.log").write_text("serving\n")
    (tmp_path / "one-stop-worker.log").write_text("working\n")
    for name, said in (
        ("online-services-worker", "worker_started"),
        ("one-stop-worker", "working"),
        ("one-stop", "serving"),
    ):
        assert log_view.show(tmp_path, name, follow=False, lines=5) == 0
        assert capsys.readouterr().out == f"{said}\n"
    with pytest.raises(CannotProceed, match="Không có nhật ký signing-worker"):
        log_view.show(tmp_path, "signing-worker", follow=False, lines=5)

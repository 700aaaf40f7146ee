"""Where the tests' servers and files lie while they run, and what is left of a run that was killed."""

from pathlib import Path

import pytest

from operations import testing


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(testing, "_IN_MEMORY", tmp_path)
    monkeypatch.setattr(testing, "_is_roomy", lambda place: True)
    return tmp_path


def test_what_a_killed_run_left_goes_and_what_runs_stays(memory: Path) -> None:
    left = memory / "lienthong-test-killed"
    foreign = memory / "something-else"
    for folder in (left, foreign):
        folder.mkdir()
        (folder / "in-use").touch()
    with testing._place() as first, testing._place() as second:
        assert first.parent == second.parent == memory
        assert first.is_dir()
        assert second.is_dir()
        assert not left.exists()
    assert [folder.name for folder in memory.iterdir()] == [foreign.name]

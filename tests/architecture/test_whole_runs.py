"""A run of all tests fails when a posting route was never refused behind its first write; a run of some of them never does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from operations.testing import SPREAD

ROOT = Path(__file__).resolve().parents[2]
TEST = """
from testing import unchanged

def test_it():
    unchanged.known.update({"gateway POST /a", "gateway POST /b"})
    unchanged.probed["gateway POST /a"] = "t"
"""
HERE = ["-k", "it"], ["test_it.py"], ["test_it.py::test_it"], ["--maxfail=1"], ["--deselect=test_other.py"]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest on a small project with the repository's own conftest."""
    (folder / "conftest.py").write_bytes((ROOT / "conftest.py").read_bytes())
    (folder / "pytest.ini").write_text(
        f"[pytest]\ntestpaths = .\npythonpath = {ROOT}\nmarkers = rabbitmq\n    browser\n"
    )
    (folder / "test_it.py").write_text(TEST)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {"PATH": "/usr/bin:/bin", "LIENTHONG_TEST_BROKER_URL": "x", "LIENTHONG_CHROMIUM": "x"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("spread", [[], ["-n", "2"]], ids=["one process", "two"])
def test_a_whole_run_fails_and_names_the_route(tmp_path: Path, spread: list[str]) -> None:
    done = run(tmp_path, *spread)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1/2 đường dẫn; chưa thử: ['gateway POST /b']" in done.stdout
    assert "Không đạt" in done.stdout


@pytest.mark.parametrize("chosen", HERE, ids=" ".join)
def test_a_part_of_the_tests_does_not(tmp_path: Path, chosen: list[str]) -> None:
    done = run(tmp_path, *chosen)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "chưa thử: ['gateway POST /b']" in done.stdout
    assert "Không đạt" not in done.stdout


def test_the_longest_begin_first_each_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Else the walks and the journeys run one after the other at the end, with a core idle."""
    for name in ("journeys/test_every_page.py", "journeys/test_by_api.py", "architecture/test_many.py"):
        file = tmp_path / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("import time\n\n" + "".join(f"def test_{n}(): time.sleep(0.2)\n" for n in range(4)))
    done = run(tmp_path, *SPREAD, "-v", "-k", "test")
    begun = list(dict.fromkeys(re.findall(r"^tests/(\S+)::test_\d", done.stdout, re.MULTILINE)))
    assert set(begun[:2]) == {"journeys/test_every_page.py", "journeys/test_by_api.py"}, done.stdout

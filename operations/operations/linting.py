"""`lint`: every check that needs no running province, all of them even when one fails."""

import importlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from operations.databases import MIGRATED
from operations.private_cluster import PrivateCluster, in_a_thread
from operations.sizes import find_oversized

SCRIPTS = ("tools", "simulators", "deploy")


def run_checks(root: Path, console: Console, *, fix: bool = False) -> int:
    scripts = Path(sys.executable).parent
    ruff = str(scripts / "ruff")
    checks: list[tuple[str, Callable[[], int]]] = [
        ("ruff check", _command(root, [ruff, "check", *(["--fix"] if fix else []), ".", "lienthong"])),
        ("ruff format", _command(root, [ruff, "format", *([] if fix else ["--check"]), "."])),
        ("mypy --strict", _command(root, strict_check(root, scripts))),
        ("mypy, các phép thử", lambda: _check_tests(root, str(scripts / "mypy"))),
        ("quan hệ giữa các mô-đun", _command(root, [str(scripts / "lint-imports"), "--no-cache"])),
        ("độ dài tệp và hàm", lambda: check_sizes(root, console)),
        ("alembic check", lambda: _check_migrations(console)),
    ]
    failed = []
    for name, check in checks:
        started = time.monotonic()
        console.print(f"[bold]{name}[/]")
        code = check()
        elapsed = f"{time.monotonic() - started:.1f}".replace(".", ",")
        console.print(f"  {'[green]đạt[/]' if code == 0 else '[red]không đạt[/]'} ({elapsed} giây)")
        if code:
            failed.append(name)
    if failed:
        console.print(f"[bold red]Không đạt: {', '.join(failed)}[/]")
        return 1
    console.print("[bold green]Tất cả đều đạt.[/]")
    return 0


def find_packages(root: Path) -> list[Path]:
    found = [
        root / member / member / "__init__.py" for member in ("shared", "gateway", "signing", "operations", "testing")
    ]
    return found + sorted(root.glob("services/*/*/__init__.py"))


def find_scripts(root: Path) -> list[Path]:
    """What belongs to no package: tools, simulators, and what the images are made with."""
    return sorted(path for folder in SCRIPTS for path in root.glob(f"{folder}/*.py"))


def strict_check(root: Path, scripts: Path) -> list[str]:
    """The command that looks at the types of all code that is not a test."""
    checked = (*(init.parent for init in find_packages(root)), *find_scripts(root))
    return [str(scripts / "mypy"), *(str(path.relative_to(root)) for path in checked)]


def _command(root: Path, command: list[str]) -> Callable[[], int]:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    return lambda: subprocess.run(command, cwd=root, env=environment, check=False).returncode


def _check_tests(root: Path, mypy: str) -> int:
    """Member by member: the folder of each is called `tests`, and to the checker that is one name."""
    folders = [[str(folder.relative_to(root))] for folder in _tests_of_members(root)]
    codes = [_command(root, [mypy, "--no-error-summary", *paths])() for paths in [*folders, ["tests", "conftest.py"]]]
    return int(any(codes))


def _tests_of_members(root: Path) -> list[Path]:
    members = [*(path.parent.parent for path in find_packages(root)), root / "simulators"]
    return [member / "tests" for member in members if (member / "tests").is_dir()]


def check_sizes(root: Path, console: Console) -> int:
    wrong = find_oversized(
        root,
        [
            *(path.parent for path in find_packages(root)),
            *(root / folder for folder in SCRIPTS),
            *_tests_of_members(root),
            root / "tests",
        ],
    )
    for sentence in wrong:
        console.print(f"  {sentence}", markup=False)
    return int(bool(wrong))


def _check_migrations(console: Console) -> int:
    """Migrated from nothing, every member's database must equal its models."""
    from shared.storage.migrating import check_migrations

    cluster = PrivateCluster()
    cluster.start()
    code = 0
    try:
        for package in MIGRATED:
            importlib.import_module(package)
            url = cluster.create_database(f"check_{package}")
            differences = in_a_thread(lambda: check_migrations(package, url))  # noqa: B023 - runs before the next turn
            for difference in differences:
                console.print(f"  {package}: {difference}", markup=False)
            code |= bool(differences)
    finally:
        cluster.stop()
    return int(code)

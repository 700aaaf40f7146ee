"""The account PostgreSQL runs under. It refuses root, so as root we drop to an account that exists already."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from operations.errors import CannotProceed


@dataclass(frozen=True)
class Account:
    """Tài khoản hệ điều hành."""

    name: str
    user: int
    group: int
    dropped: bool  # true when we are root and give up our rights for the child

    def can_reach(self, folder: Path) -> bool:
        return not self.dropped or self._passes("-x", folder)

    def can_read(self, file: Path) -> bool:
        return not self.dropped or self._passes("-r", file)

    def own(self, path: Path) -> None:
        if self.dropped:
            os.chown(path, self.user, self.group)

    def popen_arguments(self) -> dict[str, object]:
        return {"user": self.user, "group": self.group, "extra_groups": []} if self.dropped else {}

    def _passes(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
        done = subprocess.run(command, user=self.user, group=self.group, extra_groups=[], cwd="/", check=False)
        return done.returncode == 0


def choose_account() -> Account:
    user = os.geteuid()
    if user != 0:
        try:
            name = pwd.getpwuid(user).pw_name
        except KeyError:
            raise CannotProceed(
                f"Người dùng số {user} không có trong /etc/passwd nên PostgreSQL không chạy được: "
                "hãy chạy bằng một người dùng có tên, hoặc đặt LIENTHONG_DATABASE_URL để dùng PostgreSQL có sẵn."
            ) from None
        return Account(name, user, os.getegid(), dropped=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, dropped=True)
    raise CannotProceed(
        "Đang chạy bằng root mà máy không có tài khoản postgres hoặc nobody để chạy PostgreSQL: "
        "hãy chạy bằng người dùng thường, hoặc đặt LIENTHONG_DATABASE_URL."
    )

"""PostgreSQL under one folder, started by us: no account is made, no folder opened, no system service touched."""

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from operations.accounts import Account, choose_account
from operations.errors import CannotProceed
from operations.postgres_binaries import Binaries, find_binaries, make_readable
from operations.postgres_tuning import NOT_DURABLE, TUNING
from operations.processes import command_line, command_name, descendants, die_with_parent, is_alive, send_signal

USER = "app"
_READY_WITHIN = 120.0  # replaying the log after a hard stop may take a while
_STOP_WITHIN = 8.0


def _dies_with_us() -> None:
    die_with_parent(signal.SIGINT)


class EmbeddedPostgres:
    """Máy chủ PostgreSQL nhúng.

    `folder` holds the data; beside it lie `<folder>.password` and, unless told otherwise, `<folder>.log`.
    `durable=False` is for plain tests only: it gives up what a crash test wants to prove.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        durable: bool = True,
        log_file: Path | None = None,
        settings: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.port = port
        self.log_file = log_file or self.folder.with_name(f"{self.folder.name}.log")
        self._settings = TUNING | ({} if durable else NOT_DURABLE) | (settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._adopted: int | None = None
        self._data = self.folder / "data"

    @property
    def pid(self) -> int | None:
        """The running server's pid; also collects it when it has just died."""
        if self._process is not None:
            return self._process.pid if self._process.poll() is None else None
        return self._adopted if self._adopted and is_alive(self._adopted) else None

    @property
    def password(self) -> str:
        return self._password_file.read_text().strip()

    @property
    def url(self) -> str:
        """The server without a database name; append `/name`."""
        return f"postgresql://{USER}:{quote(self.password)}@127.0.0.1:{self.port}"

    @property
    def _password_file(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.password")

    def start(self) -> None:
        """Start the server, or adopt the one already running on this folder; returns when it accepts connections."""
        account = choose_account()
        self._prepare_folder(account)
        if self._adopt_running():
            return
        binaries = make_readable(find_binaries(), account, self._data.parent)
        self._initialise(account, binaries)
        self._launch(account, binaries)

    def stop(self, patience: float = _STOP_WITHIN) -> None:
        """Fast shutdown; a server that does not obey is made to."""
        pid = self.pid
        for number, limit in ((signal.SIGINT, patience), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0)):
            if pid is None or not is_alive(pid):
                break
            send_signal(pid, number)
            self._await(lambda: self.pid is None, limit)
        self._process = self._adopted = None

    def kill(self) -> None:
        """kill -9 of the whole tree, as when the power goes."""
        pid = self.pid
        if pid is not None:
            for victim in (pid, *descendants(pid)):
                send_signal(victim, signal.SIGKILL)
            self._await(lambda: self.pid is None, 5.0)
        self._process = self._adopted = None

    def remove(self) -> None:
        """Delete the data, the password and the log; the server must be stopped."""
        real = self.folder.resolve()
        shutil.rmtree(real, ignore_errors=True)
        for path in (self.folder, self._password_file, self.log_file):
            if path.is_symlink() or path.is_file():
                path.unlink()

    # -- the folder -----------------------------------------------------------------------------------------------

    def _prepare_folder(self, account: Account) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        if not self.folder.exists():
            if account.can_reach(self.folder.parent):
                self.folder.mkdir(mode=0o700)
            else:
                self._place_elsewhere(account)
        real = self.folder.resolve()
        account.own(real)
        self._data = real / "data"
        if not account.can_reach(real):
            raise CannotProceed(
                f"Tài khoản {account.name} không vào được thư mục {real}: hãy đặt dự án ở thư mục mà tài khoản này "
                "đi qua được (ví dụ /srv), hoặc chạy bằng người dùng thường."
            )

    def _place_elsewhere(self, account: Account) -> None:
        """Root's closed home cannot be entered by the account we drop to: keep the data outside, linked from here."""
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        target = Path("/var/lib/lienthong") / f"{self.folder.name}-{name}"
        target.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        target.mkdir(mode=0o700, exist_ok=True)
        account.own(target)
        if self.folder.is_symlink():
            self.folder.unlink()
        self.folder.symlink_to(target)

    def _check_existing(self, made_by: str, binaries: Binaries) -> None:
        if made_by != str(binaries.major):
            raise CannotProceed(
                f"Dữ liệu trong {self._data} do PostgreSQL {made_by} tạo, máy đang có bản {binaries.major}: "
                f"hãy đặt LIENTHONG_POSTGRES_BIN tới PostgreSQL {made_by}, hoặc chạy ./lienthong reset."
            )
        if not self._password_file.exists():
            raise CannotProceed(
                f"Mất tệp mật khẩu {self._password_file}: hãy khôi phục tệp này, hoặc chạy ./lienthong reset."
            )

    def _initialise(self, account: Account, binaries: Binaries) -> None:
        version_file = self._data / "PG_VERSION"
        if version_file.exists():
            self._check_existing(version_file.read_text().strip(), binaries)
            return
        unfinished = self._data.with_name("data.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        account.own(unfinished)
        self._write_password()
        entry = self._data.with_name("password.tmp")
        entry.write_text(self.password + "\n")
        entry.chmod(0o600)
        account.own(entry)
        # Collation of PostgreSQL 17 and later needs no locale of the machine; before that C.UTF-8 comes nearest.
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        command = [binaries.program("initdb"), "-D", unfinished, "-U", USER, f"--pwfile={entry}", "-A", "scram-sha-256"]
        command += ["-E", "UTF8", *locale, "--data-checksums", "-N"]
        done = subprocess.run(
            command,
            cwd=unfinished.parent,
            env=_server_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            **account.popen_arguments(),  # type: ignore[call-overload]
        )
        entry.unlink()
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or [f"initdb kết thúc với mã {done.returncode}"])[-1]
            raise CannotProceed(f"Không tạo được cơ sở dữ liệu trong {self._data}: {reason}")
        # -N: the thousand files of an empty cluster are not forced to disk one by one. Only a power cut within the
        # first half minute could spoil them; what is committed later is always forced.
        unfinished.rename(self._data)

    def _write_password(self) -> None:
        self._password_file.unlink(missing_ok=True)
        descriptor = os.open(self._password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24) + "\n")

    # -- the process ----------------------------------------------------------------------------------------------

    def _lock_lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _adopt_running(self) -> bool:
        """Adopt a live server of this very folder; clear away what a dead one or another program left."""
        deadline = time.monotonic() + 30
        while lines := self._lock_lines():
            pid = int(lines[0]) if lines[0].lstrip("-").isdigit() else 0
            ours = (
                pid > 0 and is_alive(pid) and command_name(pid) == "postgres" and str(self._data) in command_line(pid)
            )
            if not ours:
                (self._data / "postmaster.pid").unlink(missing_ok=True)
                return False
            state = lines[7].strip() if len(lines) > 7 else "starting"
            if state == "ready" and lines[3] == str(self.port):
                self._process, self._adopted = None, pid
                return True
            if state == "ready":  # on another port: no use to us
                send_signal(pid, signal.SIGINT)
            if time.monotonic() > deadline:
                raise CannotProceed(f"PostgreSQL cũ (tiến trình {pid}) chưa dừng được: hãy dừng nó rồi chạy lại.")
            time.sleep(0.05)
        return False

    def _launch(self, account: Account, binaries: Binaries) -> None:
        command = [str(binaries.program("postgres")), "-D", str(self._data), "-p", str(self.port)]
        settings = self._settings | {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        if binaries.major >= 18 and "io_method" not in settings:
            settings["io_method"] = "sync"  # no separate I/O processes: 3 fewer to keep in memory
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        deadline = time.monotonic() + _READY_WITHIN
        while True:
            written = self.log_file.stat().st_size if self.log_file.exists() else 0
            self.log_file.touch(mode=0o640)
            self.log_file.chmod(0o640)
            with self.log_file.open("ab") as log:
                self._process = subprocess.Popen(
                    command,
                    cwd=self._data,
                    env=_server_environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C in the terminal must not reach it before its clients
                    preexec_fn=_dies_with_us,
                    **account.popen_arguments(),  # type: ignore[call-overload]
                )
            if self._is_ready_before(deadline):
                return
            self._refuse_unless_passing(written, deadline)
            time.sleep(0.1)

    def _is_ready_before(self, deadline: float) -> bool:
        process = self._process
        assert process is not None
        while time.monotonic() < deadline and process.poll() is None:
            lines = self._lock_lines()
            # After a kill the old file still says ready: only our own pid counts.
            if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.01)
        return False

    def _refuse_unless_passing(self, written: int, deadline: float) -> None:
        """After a kill -9 the old backends hold the shared memory for a moment; everything else is final."""
        with self.log_file.open("rb") as log:
            log.seek(written)
            said = log.read().decode(errors="replace")
        passing = "pre-existing shared memory block" in said or "the database system is shutting down" in said
        if passing and time.monotonic() < deadline - _READY_WITHIN + 15:
            return
        self.stop()
        if "Address already in use" in said:
            raise CannotProceed(
                f"Cổng {self.port} dành cho PostgreSQL đang bị chiếm: hãy dừng chương trình đó, "
                "hoặc đặt LIENTHONG_PORT thành một cổng khác rồi chạy lại."
            )
        if "No space left on device" in said:
            raise CannotProceed("Ổ đĩa đã đầy nên PostgreSQL không chạy được: hãy dọn chỗ trống rồi chạy lại.")
        reason = next((line for line in reversed(said.splitlines()) if "FATAL" in line or "PANIC" in line), "")
        raise CannotProceed(f"PostgreSQL không khởi động được ({reason.strip()}): xem {self.log_file}.")

    @staticmethod
    def _await(condition: Callable[[], bool], patience: float) -> None:
        deadline = time.monotonic() + patience
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.01)


def _server_environment() -> dict[str, str]:
    """Nothing of ours reaches the server: PGDATA, PGPORT or a locale of the caller would change what it does."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

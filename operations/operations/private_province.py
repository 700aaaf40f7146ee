"""A whole province of its own for journeys, faults and bench: own folder, own ports, own database, own broker if wanted."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from operations.errors import CannotProceed
from operations.ports import PortBlock
from operations.private_rabbitmq import PrivateRabbitMQ
from shared.core.settings import Settings

_READY_WITHIN = 240.0

PREPARED = "LIENTHONG_TEST_PREPARED"
"""Names where a run of the tests keeps one province as it is before its first day: to prepare one takes a core half a minute."""

_OTHER_DATA = frozenset({"LIENTHONG_DATA", "LIENTHONG_PROVINCE"})


class PrivateProvince:
    """Một tỉnh riêng để kiểm thử: the real command with the real processes, never the one that people use.

    `broker` is a started RabbitMQ, or None for the axis on PostgreSQL. The database is durable, as in the embedded setting.
    """

    def __init__(self, broker: PrivateRabbitMQ | None = None, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lienthong-province-"))
        self.folder.chmod(0o711)  # the account PostgreSQL runs under must pass through
        self._ports = PortBlock()
        self.port = self._ports.first
        self.broker = broker
        self._environment = environment
        self._accounts: dict[str, dict[str, str]] | None = None
        self._tokens: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("LIENTHONG_")}
        own = {"LIENTHONG_VAR": str(self.folder / "var"), "LIENTHONG_PORT": str(self.port)}
        if self.broker is not None:
            own["LIENTHONG_BROKER_URL"] = self.broker.url
        return given | own | self._environment

    def start(self) -> None:
        """Return when the gateway answers for all of its parts."""
        place = os.environ.get(PREPARED)
        if place and not self.var.exists() and not _OTHER_DATA & self._environment.keys():
            _copy_prepared(Path(place), self.var)
        self._run()

    def _run(self) -> None:
        log = (self.folder / "up.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "operations", "up"],
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        deadline = time.monotonic() + _READY_WITHIN
        welcome = self.folder / "up.log"
        while "đã sẵn sàng" not in welcome.read_text(errors="replace"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise CannotProceed((self.folder / "up.log").read_text(errors="replace")[-2000:])
            time.sleep(0.2)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_ready(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise CannotProceed("Hệ thống riêng không hoạt động trở lại trong thời gian chờ.")
            time.sleep(0.2)

    def stop(self) -> None:
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._ports.close()

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def province_folder(self) -> Path:
        """The data it was seeded with, as its own process sees them."""
        given, usual = self._environment, Settings.model_fields
        folder = given.get("LIENTHONG_DATA", str(usual["data"].default))
        return Path(folder) / given.get("LIENTHONG_PROVINCE", str(usual["province"].default))

    def pids(self) -> dict[str, int]:
        """Process name → pid, of what runs now; `postgres` is the postmaster."""
        state: dict[str, Any] = json.loads((self.var / "run" / "supervisor.json").read_text())
        found = {process["name"]: process["pid"] for process in state["processes"] if process["pid"]}
        if state.get("postgres") and state["postgres"]["pid"]:
            found["postgres"] = state["postgres"]["pid"]
        return found

    def database_url(self, name: str) -> str:
        """Address of one service's database, for looking from outside (fault checks, bench)."""
        password = (self.var / "postgres.password").read_text().strip()
        return f"postgresql://app:{password}@127.0.0.1:{self.port + 32}/lienthong_{name}"

    def account(self, user_name: str) -> dict[str, str]:
        if self._accounts is None:
            rows = json.loads((self.var / "accounts.json").read_text("utf-8"))
            self._accounts = {row["user_name"]: row for row in rows}
        return self._accounts[user_name]

    def accounts(self) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = json.loads((self.var / "accounts.json").read_text("utf-8"))
        return rows

    def token(self, user_name: str) -> str:
        """A person's or a client system's bearer token, kept for the next call."""
        if user_name not in self._tokens:
            account = self.account(user_name)
            if account["role"] == "client-system":
                form = {"grant_type": "client_credentials"}
                answer = httpx.post(
                    f"{self.url}/oauth/token", data=form, auth=(user_name, account["password"]), timeout=30
                )
                token = answer.raise_for_status().json()["access_token"]
            else:
                sign = {"user_name": user_name, "password": account["password"]}
                answer = httpx.post(f"{self.url}/api/gateway/v1/sessions", json=sign, timeout=30)
                body = answer.raise_for_status().json()
                token = body.get("token") or body["access_token"]
            self._tokens[user_name] = str(token)
        return self._tokens[user_name]

    def client(self, user_name: str) -> httpx.Client:
        """An API client signed in as that account."""
        return httpx.Client(
            base_url=self.url,
            headers={"authorization": f"Bearer {self.token(user_name)}"},
            timeout=60,
            follow_redirects=False,
        )


def _copy_prepared(place: Path, var: Path) -> None:
    """The first who asks prepares it, and the others wait."""
    with place.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            first = PrivateProvince()
            try:
                first._run()
                first._end()
                shutil.rmtree(first.var / "run")
                first.var.rename(place)
            finally:
                first.stop()
    subprocess.run(["cp", "-a", place, var], check=True)  # with its owners: PostgreSQL takes its files from nobody else

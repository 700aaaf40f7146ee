"""A RabbitMQ of their own for tests, bench and fault runs: own folder, ports and epmd, never the machine's."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from operations.broker_rights import definitions, users_of, with_guest
from operations.errors import CannotProceed
from operations.ports import free_port
from operations.processes import descendants, die_with_parent, is_alive, send_signal
from shared.messaging.axis.port import Topology

_SERVER_SCRIPTS = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/rabbitmq/sbin/rabbitmq-server")
_READY_WITHIN = 120.0


def find_rabbitmq() -> Path | None:
    """The package's own server script; the command in PATH refuses anyone but root and its own user."""
    chosen = os.environ.get("LIENTHONG_RABBITMQ_SERVER")
    for place in [chosen] if chosen else _SERVER_SCRIPTS:
        if Path(place).is_file() and (shutil.which("erl") or Path("/usr/bin/erl").exists()):
            return Path(place)
    return None


class PrivateRabbitMQ:
    """RabbitMQ riêng cho kiểm thử. Quorum queues work on its single node.

    A quorum queue declared less than 5 seconds before `kill()` may come back without a leader: declare, wait, kill.
    """

    def __init__(
        self, folder: Path | None = None, rights: Topology | None = None, definitions: Path | None = None
    ) -> None:
        """`rights`: each owner of a queue comes as a user of its own with its own rights, beside `guest`, who may all.

        `definitions`: a file with the users, instead.
        """
        self._passwords = {user: secrets.token_hex(12) for user in users_of(rights)} if rights else {}
        self._rights = rights
        self._definitions = definitions
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="lienthong-rabbitmq-"))
        self.port = free_port()
        self._distribution_port = free_port()
        self._epmd_port = free_port()
        self._node = f"lienthong-{secrets.token_hex(3)}@localhost"
        self._server: subprocess.Popen[bytes] | None = None
        self._epmd: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def url_of(self, user: str) -> str:
        """The same broker for one user of `rights`."""
        return f"amqp://{user}:{self._passwords[user]}@127.0.0.1:{self.port}/"

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server is not None and self._server.poll() is None else None

    def start(self) -> None:
        """Start, on the same ports every time; returns when the broker answers AMQP."""
        script = find_rabbitmq()
        if script is None:
            raise CannotProceed("Không tìm thấy RabbitMQ: hãy cài bằng lệnh apt-get install rabbitmq-server.")
        environment = self._environment()
        self._start_epmd(environment)
        log = (self.folder / "server.log").open("ab")
        with log:
            self._server = subprocess.Popen(
                [str(script)],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        deadline = time.monotonic() + _READY_WITHIN
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise CannotProceed(f"RabbitMQ riêng không khởi động được: xem {self.folder / 'server.log'}.")
            time.sleep(0.1)

    def stop(self) -> None:
        """Clean stop: SIGTERM to the Erlang machine; then its epmd, which would stay behind."""
        pids = self._pids()
        for pid in pids:
            send_signal(pid, signal.SIGTERM)
        self._collect(15.0)
        self.kill()

    def kill(self) -> None:
        """kill -9 of the broker with everything it started."""
        for pid in self._pids():
            send_signal(pid, signal.SIGKILL)
        self._collect(5.0)
        self._server = None
        if self._epmd is not None:
            self._epmd.kill()
            self._epmd.wait()
            self._epmd = None

    def wipe(self) -> None:
        """Throw away everything the broker holds; it must be stopped."""
        if self.pid is not None:
            raise RuntimeError("stop the broker before wiping its data")
        shutil.rmtree(self.folder / "mnesia", ignore_errors=True)

    def remove(self) -> None:
        self.kill()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _pids(self) -> list[int]:
        if self._server is None or self._server.poll() is not None:
            return []
        return [self._server.pid, *descendants(self._server.pid)]

    def _collect(self, patience: float) -> None:
        if self._server is None:
            return
        tree = self._pids()
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self._server.poll() is not None and not any(is_alive(pid) for pid in tree):
                return
            time.sleep(0.05)
        for pid in tree:
            send_signal(pid, signal.SIGKILL)

    def _start_epmd(self, environment: dict[str, str]) -> None:
        """Ours, in the foreground: a shared one would let two nodes on a machine meet, and outlives its broker."""
        if self._epmd is not None and self._epmd.poll() is None:
            return
        program = shutil.which("epmd", path=environment["PATH"])
        if program is None:
            raise CannotProceed("Không tìm thấy epmd của Erlang: hãy cài bằng lệnh apt-get install erlang-base.")
        self._epmd = subprocess.Popen(
            [program, "-port", str(self._epmd_port), "-address", "127.0.0.1"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def _environment(self) -> dict[str, str]:
        folder = self.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "plugins").write_text("[].\n")
        settings = folder / "rabbitmq.conf"
        settings.write_text(
            f"listeners.tcp.default = 127.0.0.1:{self.port}\n"
            "disk_free_limit.absolute = 100MB\nvm_memory_high_watermark.absolute = 1GB\nlog.console.level = warning\n"
        )
        given = self._definitions
        if self._rights is not None:
            given = folder / "definitions.json"
            given.write_text(json.dumps(with_guest(definitions(self._rights, self._passwords))))
        if given is not None:
            with settings.open("a") as more:
                more.write(f"load_definitions = {given}\n")
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
            "RABBITMQ_HOME": str(Path(find_rabbitmq() or "/").parent.parent),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            "RABBITMQ_PID_FILE": str(folder / "rabbitmq.pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(settings),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2",
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def _answers(self) -> bool:
        """AMQP 0-9-1: the server answers our protocol header with a method frame (connection.start)."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"AMQP\x00\x00\x09\x01")
                connection.settimeout(2)
                return connection.recv(1) == b"\x01"
        except OSError:
            return False

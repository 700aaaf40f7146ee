"""ClamAV's daemon on a socket of its own, with a database of two signatures: EICAR, and a marker that any kind of file can carry."""

import shutil
import subprocess
import time
from pathlib import Path

MARKER = b"LIEN-THONG-MA-DOC-THU-NGHIEM"
FOUND = "Lienthong.Test.UNOFFICIAL"
_SIGNATURES = {
    "test.ndb": f"Lienthong.Test:0:*:{MARKER.hex()}\n",
    "test.hdb": "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n",
}
LARGEST = 21 * 1_048_576
_STARTS_WITHIN = 60.0


def find_clamd() -> str | None:
    return shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


class PrivateClamd:
    """`url` is its address whether it runs or not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "socket"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        database = self._folder / "database"
        database.mkdir(exist_ok=True)
        for name, signature in _SIGNATURES.items():
            (database / name).write_text(signature)
        settings = self._folder / "clamd.conf"
        settings.write_text(
            f"Foreground yes\nDatabaseDirectory {database}\nLocalSocket {self._socket}\nFixStaleSocket yes\n"
            f"StreamMaxLength {LARGEST}\nMaxFileSize {LARGEST}\nMaxScanSize 400M\nMaxThreads 2\n"
        )
        clamd = find_clamd()
        assert clamd, "apt-get install clamav-daemon"
        self._process = subprocess.Popen(
            [clamd, "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        patience = time.monotonic() + _STARTS_WITHIN
        while not self._socket.is_socket():
            assert self._process.poll() is None, "clamd ended"
            assert time.monotonic() < patience, "clamd does not listen"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None
        self._socket.unlink(missing_ok=True)

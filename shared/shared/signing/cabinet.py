"""Kho khóa ký: private keys at rest, each enciphered in a file of its own together with its certificate."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.signing.errors import SigningKeyMissing
from shared.signing.store_keys import StoreKeys, write_whole

AUTHORITIES = ("root", "issuing", "tsa")


class KeyCabinet:
    """A folder that the signing process alone reads. Several copies of it may: writers hold a lock, files appear whole."""

    def __init__(self, folder: Path, keys: StoreKeys) -> None:
        self.folder = folder
        self._keys = keys
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, label: str, pem: bytes) -> None:
        """Keep a private key and its certificate, PEM."""
        write_whole(self._path(label), self._keys.close(label, pem), 0o600)

    def get(self, label: str) -> bytes:
        """Private key and certificate, PEM. Raises SigningKeyMissing when there is none, StoreClosed when it does not open."""
        try:
            closed = self._path(label).read_bytes()
        except OSError as error:
            raise SigningKeyMissing(label) from error
        return self._keys.open(label, closed)

    def version(self, label: str) -> int:
        """Changes whenever the key does. Raises SigningKeyMissing."""
        try:
            return self._path(label).stat().st_mtime_ns
        except OSError as error:
            raise SigningKeyMissing(label) from error

    def destroy(self, label: str) -> None:
        self._path(label).unlink(missing_ok=True)

    def labels(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.key"))

    def close_anew(self) -> int:
        """Encipher with the key in use whatever an earlier one closed; how many that were."""
        changed = 0
        with self.locked():
            for label in self.labels():
                closed = self._path(label).read_bytes()
                content = self._keys.open(label, closed)
                if not self._keys.is_current(closed):
                    write_whole(self._path(label), self._keys.close(label, content), 0o600)
                    changed += 1
        return changed

    @contextmanager
    def locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _path(self, label: str) -> Path:
        return self.folder / f"{label}.key"

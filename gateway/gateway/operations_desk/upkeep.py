"""Disk, certificates and revocation lists of this machine, as far as the gateway may read them."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from gateway.operations_desk.rules import Ending
from shared.core.settings import Settings

KEPT_FOR = 300.0
"""Some hundred certificates are read again at most every five minutes."""


class Upkeep:
    """Những gì phải gia hạn."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: tuple[float, list[Ending]] = (0.0, [])

    def disk(self) -> tuple[int, int]:
        """Free and total bytes."""
        found = shutil.disk_usage(self._settings.var)
        return found.free, found.total

    def endings(self) -> list[Ending]:
        """Of each kind of certificate the one that ends first, and every revocation list. Reads files: not for the event loop."""
        if not self._kept[0] or time.monotonic() - self._kept[0] > KEPT_FOR:
            self._kept = (time.monotonic(), list(self._read()))
        return self._kept[1]

    def _read(self) -> Iterator[Ending]:
        folder = self._settings.authority_folder
        tls = self._settings.tls_certificate_file
        for title, paths in (
            ("TLS của cổng", [tls] if tls else []),
            ("Cấp chứng thực", [folder / f"{name}.pem" for name in ("root", "issuing", "tsa")]),
            ("Con dấu của cơ quan", sorted((folder / "holders").glob("seal-*.pem"))),
            ("Chữ ký của cán bộ", sorted((folder / "holders").glob("officer-*.pem"))),
        ):
            found = [ending for path in paths if (ending := _first(path, _certificate)) is not None]
            if found:
                first = min(found, key=lambda ending: ending[1])
                yield Ending("certificate", f"{title}: {first[0]}", first[1], len(found) - 1)
        for path in sorted(folder.glob("*.crl")):
            if (ending := _first(path, _list)) is not None:
                yield Ending("list", *ending)


def _first(path: Path, read: Callable[[bytes], tuple[str, datetime]]) -> tuple[str, datetime] | None:
    """What cannot be read, or not by us, is not ours to judge."""
    try:
        return read(path.read_bytes())
    except (OSError, ValueError):
        return None


def _certificate(pem: bytes) -> tuple[str, datetime]:
    certificate = x509.load_pem_x509_certificate(pem)
    names: list[Any] = list(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME))
    return str(names[0].value) if names else "—", certificate.not_valid_after_utc


def _list(der: bytes) -> tuple[str, datetime]:
    found = x509.load_der_x509_crl(der)
    names: list[Any] = list(found.issuer.get_attributes_for_oid(NameOID.COMMON_NAME))
    if found.next_update_utc is None:
        raise ValueError("a list without an end")
    return str(names[0].value) if names else "—", found.next_update_utc

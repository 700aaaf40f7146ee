"""Tiếp nhận khóa cũ: before the signing port, keys lay in the clear beside the certificates. The first start takes them in.

Everything is in the cabinet and can be read back before the first clear key is removed, so a start that is stopped is simply repeated.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.signing.cabinet import AUTHORITIES, KeyCabinet
from shared.signing.store_keys import write_whole

_KEY = b"PRIVATE KEY-----"


def take_over(folder: Path, cabinet: KeyCabinet, register: Path) -> bool:
    """Take in the keys of `folder`, if an authority of the earlier kind is there. The caller holds the cabinet's lock."""
    if not all((folder / f"{label}.key").exists() or label in cabinet.labels() for label in AUTHORITIES):
        return False
    for label, pem in _in_the_clear(folder):
        cabinet.put(label, pem)
        if cabinet.get(label) != pem:
            raise OSError(f"{label} could not be read back")
    if (folder / "revoked.json").exists():
        write_whole(register, json.dumps(json.loads((folder / "revoked.json").read_text()), indent=1).encode(), 0o600)
    _sweep(folder)
    return True


def _in_the_clear(folder: Path) -> Iterator[tuple[str, bytes]]:
    for label in AUTHORITIES:
        if (folder / f"{label}.key").exists():
            yield label, (folder / f"{label}.key").read_bytes() + (folder / f"{label}.pem").read_bytes()
    for path in sorted((folder / "holders").glob("*.pem")):
        if _KEY in (pem := path.read_bytes()):
            yield path.stem, pem


def _sweep(folder: Path) -> None:
    """Certificates stay, the authority's own keys go last: they are what tells that there is something to take in."""
    for path in (folder / "holders").glob("*.pem"):
        if _KEY in (pem := path.read_bytes()):
            write_whole(path, x509.load_pem_x509_certificate(pem).public_bytes(Encoding.PEM), 0o644)
    for path in (folder / "holders", folder):
        path.chmod(0o755)
    for name in ("revoked.json", "lock", "ready", *(f"{label}.key" for label in AUTHORITIES)):
        (folder / name).unlink(missing_ok=True)

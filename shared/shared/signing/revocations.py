"""Danh sách thu hồi of the embedded setting's authority: what was revoked lies with the keys, the signed lists lie in public."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from shared.core.clock import now
from shared.signing import certificates
from shared.signing.certificates import Issuer, Revocation
from shared.signing.store_keys import write_whole

CRL_LIFETIME = timedelta(days=7)
CRL_REFRESH_BEFORE = timedelta(days=2)
LISTS = ("root", "issuing")


class RevocationLists:
    """Whoever writes holds the cabinet's lock."""

    def __init__(self, register: Path, public: Path, issuer: Callable[[str], Issuer]) -> None:
        self.register = register
        self._public = public
        self._issuer = issuer

    def known(self) -> list[Revocation]:
        try:
            rows = json.loads(self.register.read_text())
        except FileNotFoundError:
            return []
        return [Revocation(int(r["serial"], 16), datetime.fromisoformat(r["at"]), r["reason"]) for r in rows]

    def names(self, serial: int) -> bool:
        return any(revocation.serial == serial for revocation in self.known())

    def add(self, added: Iterable[Revocation]) -> None:
        """Published at once; what stands there already stays as it was."""
        kept = self.known()
        serials = {revocation.serial for revocation in kept}
        kept += [revocation for revocation in added if revocation.serial not in serials]
        rows = [{"serial": f"{r.serial:x}", "at": r.at.astimezone(UTC).isoformat(), "reason": r.reason} for r in kept]
        write_whole(self.register, json.dumps(rows, indent=1).encode(), 0o600)
        self.write()

    def write(self) -> None:
        moment = now().replace(microsecond=0)
        for label in LISTS:
            entries = self.known() if label == "issuing" else []
            crl = certificates.build_crl(self._issuer(label), entries, moment, CRL_LIFETIME)
            write_whole(self._public / f"{label}.crl", crl.public_bytes(serialization.Encoding.DER), 0o644)

    def are_fresh(self) -> bool:
        for label in LISTS:
            try:
                ends = x509.load_der_x509_crl((self._public / f"{label}.crl").read_bytes()).next_update_utc
            except (OSError, ValueError):
                return False
            if ends is None or ends < now() + CRL_REFRESH_BEFORE:
                return False
        return True

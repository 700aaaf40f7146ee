"""Cổng ký số, as services see it: they bring a digest and the asking of the person who signs, and get the signature. No key is ever here.

Files are signed by `shared.signing.sign_files`.
"""

import http.client
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from anyio import to_thread

from shared.core import clock, context, logs
from shared.core.errors import Unavailable
from shared.core.settings import Settings
from shared.signing.errors import TEXTS, CertificateRefused, SigningKeyMissing, SigningRefused
from shared.signing.wanted import Wanted

log = logs.get_logger(__name__)

ASKED_BY = "x-lienthong-asked-by"
"""The identity token with which the person came to the service; its audience says which service asks."""
PROOF = "x-lienthong-proof"
"""Where nobody asks but the service itself: its proof over the body."""
CERTIFICATES = "/internal/signing/v1/certificates"
DOSSIER_SEALS = "/internal/signing/v1/dossier-seals"
_SIGNATURES = {"officer": "/internal/signing/v1/signatures", "seal": "/internal/signing/v1/seals"}

_CONNECTING = 2.0
_ANSWERING = 8.0
_LARGEST_ANSWER = 1024 * 1024


Prove = Callable[[bytes], str]
"""A service's proof over a body that it has written itself."""


class SigningPort:
    """Cổng ký số."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self.folder = folder

    @classmethod
    def from_settings(cls, settings: Settings) -> "SigningPort":
        return cls(settings.signing_address, settings.authority_folder)

    async def sign(self, holder: str, serial: int, digest: bytes, matter: str) -> bytes:
        """CMS SignedData over a SHA-256 digest, DER. `matter`: what it is for, e.g. `document/<id>`.

        Raises SigningRefused, and Unavailable when the port does not answer; nothing has changed then.
        """
        wish = {"holder": holder, "serial": f"{serial:x}", "digest": digest.hex(), "matter": matter}
        answer = await self._ask(_SIGNATURES[holder.partition(":")[0]], wish)
        return bytes.fromhex(answer["signature"])

    async def seal_paper(self, holder: str, serial: int, digest: bytes, matter: str) -> bytes:
        """As `sign`, with an agency's certificate on a paper of a dossier, for who has signed that in person."""
        return await self._seal(holder, serial, digest, matter)

    async def _seal(
        self, holder: str, serial: int, digest: bytes, matter: str, prove: Prove | None = None, at: str = ""
    ) -> bytes:
        wish = {"holder": holder, "serial": f"{serial:x}", "digest": digest.hex(), "matter": matter, "at": at}
        return bytes.fromhex((await self._ask(DOSSIER_SEALS, wish, prove))["signature"])

    async def certify(self, wanted: Sequence[Wanted], prove: Prove | None = None, at: str = "") -> dict[str, str]:
        """Have certificates issued, renewed and ended; what was refused: holder → code.

        `prove`: a service asks in its own name, and says when (`at`); else it is the administrator who called.
        """
        answer = await self._ask(CERTIFICATES, {"at": at, "wanted": [one.model_dump() for one in wanted]}, prove)
        refused: dict[str, str] = answer["refused"]
        return refused

    async def _ask(self, path: str, body: dict[str, Any], prove: Prove | None = None) -> Any:
        content = orjson.dumps(body)
        headers = {"content-type": "application/json", "x-request-id": context.request_id.get()}
        headers |= {PROOF: prove(content)} if prove is not None else {ASKED_BY: context.identity_token.get()}
        try:
            status, answer = await to_thread.run_sync(_post, self._url, path, content, headers, abandon_on_cancel=True)
            said = orjson.loads(answer)
        except (OSError, http.client.HTTPException, ValueError) as error:
            log.warning("signing_port_silent", error=f"{type(error).__name__}: {error}"[:200])
            raise Unavailable("signing_unavailable", retry_after=5) from error
        if status == 200:
            return said
        raise _refusal(status, str(said.get("code", "")), str(body.get("holder", "")))


class SealingPort(SigningPort):
    """Cổng ký số as a service that gives receipts asks it in its own name: for an agency's signature on them."""

    def __init__(self, url: str, folder: Path, prove: Prove) -> None:
        super().__init__(url, folder)
        self._prove = prove

    async def seal_paper(self, holder: str, serial: int, digest: bytes, matter: str) -> bytes:
        return await self._seal(holder, serial, digest, matter, self._prove, clock.now().isoformat())


def _refusal(status: int, code: str, holder: str) -> Exception:
    if code == "signing_key_missing":
        return SigningKeyMissing(holder)
    if code in TEXTS:
        return CertificateRefused(code) if code.startswith("certificate_") else SigningRefused(code)
    log.warning("signing_port_refused", status=status, code=code)
    return SigningRefused("signing_not_asked") if status < 500 else Unavailable("signing_unavailable", retry_after=5)


def _post(url: str, path: str, content: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """One request on a connection of its own: a process that hangs is left after some seconds."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=_CONNECTING)
    try:
        connection.connect()
        connection.sock.settimeout(_ANSWERING)
        connection.request("POST", path, content, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(_LARGEST_ANSWER)
    finally:
        connection.close()

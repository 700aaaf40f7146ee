"""Ký một tệp: prepared and completed in processes of its own, into which the asking of the person who signs never goes."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from shared.foreign import confined
from shared.signing.completing import complete
from shared.signing.port import SigningPort
from shared.signing.preparing import Prepared
from shared.signing.trust import TrustAnchors

SIGNING_SECONDS = 15.0
"""Somebody waits, but the whole file is verified before and after."""
MEMORY_MB = 512
_LIMITS: dict[str, Any] = {"seconds": SIGNING_SECONDS, "memory_mb": MEMORY_MB}


Sign = Callable[[str, int, bytes, str], Awaitable[bytes]]
"""Holder, serial, digest and matter; `SigningPort.sign`, or its `seal_paper`."""


async def sign_file(port: SigningPort, prepare: Callable[..., Prepared], pdf: bytes, *facts: Any, matter: str) -> bytes:
    """The file, signed. `prepare(pdf, folder, *facts)` stands at the top of a module. Raises what `port.sign` and `confined.run` raise."""
    return await _signed(port, port.sign, prepare, pdf, *facts, matter=matter)


async def seal_paper(
    port: SigningPort, prepare: Callable[..., Prepared], pdf: bytes, *facts: Any, matter: str
) -> bytes:
    """As `sign_file`, with an agency's certificate on a paper of a dossier."""
    return await _signed(port, port.seal_paper, prepare, pdf, *facts, matter=matter)


async def _signed(
    port: SigningPort, sign: Sign, prepare: Callable[..., Prepared], pdf: bytes, *facts: Any, matter: str
) -> bytes:
    prepared: Prepared = await confined.run(prepare, pdf, port.folder, *facts, **_LIMITS)
    signature = await sign(prepared.holder, prepared.serial, prepared.digest, matter)
    return await confined.run(_complete, prepared, signature, port.folder, **_LIMITS)


def _complete(prepared: Prepared, signature: bytes, folder: Path) -> bytes:
    return complete(prepared, signature, TrustAnchors.of_authority(folder))

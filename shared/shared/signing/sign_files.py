"""Ký một tệp: prepared and completed in processes of its own, into which the asking of the person who signs never goes."""

from collections.abc import Callable
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


async def sign_file(port: SigningPort, prepare: Callable[..., Prepared], pdf: bytes, *facts: Any, matter: str) -> bytes:
    """The file, signed. `prepare(pdf, folder, *facts)` stands at the top of a module. Raises what `port.sign` and `confined.run` raise."""
    prepared: Prepared = await confined.run(prepare, pdf, port.folder, *facts, **_LIMITS)
    signature = await port.sign(prepared.holder, prepared.serial, prepared.digest, matter)
    return await confined.run(_complete, prepared, signature, port.folder, **_LIMITS)


def _complete(prepared: Prepared, signature: bytes, folder: Path) -> bytes:
    return complete(prepared, signature, TrustAnchors.of_authority(folder))

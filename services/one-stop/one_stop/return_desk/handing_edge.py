"""What page and call do alike: the drawn signature becomes a file, then the act."""

import base64
import binascii
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.counter import Counter
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.workers import worker_of
from one_stop.returns.actions import Attached, hand_over_result
from one_stop.returns.schemas import HandingOver
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign import opening
from shared.standards.file_kinds import FileKind, FileRefused
from shared.web.uploads import store_of

_DATA_URL = "data:image/png;base64,"
_LARGEST = 300_000
_NAME = "chu-ky-nguoi-nhan.png"


async def hand_over(
    request: Request,
    session: AsyncSession,
    who: Identity,
    counter: Counter,
    dossier_id: UUID,
    version: int | None,
    handing: HandingOver,
    authority: FileReference | None = None,
) -> Dossier:
    """Trả kết quả; `authority`: the scan of the paper of authority."""
    attached = Attached(await _keep_signature(request, handing.signature), authority)
    return await hand_over_result(
        session, counter.prints, (who, worker_of(who)), dossier_id, version, handing, attached
    )


async def _keep_signature(request: Request, drawn: str) -> FileReference | None:
    if not drawn:
        return None
    try:
        content = base64.b64decode(drawn.removeprefix(_DATA_URL), validate=True)
        opened = await opening.open_file(_NAME, content, largest=_LARGEST, allowed=frozenset({FileKind.PNG}))
    except (binascii.Error, FileRefused) as error:
        at_fault = FieldError("/signature", "signature_unreadable", TEXTS["signature_unreadable"])
        raise Invalid("invalid_input", fields=[at_fault]) from error
    return await store_of(request).put(opened.content, opened.media_type, _NAME)

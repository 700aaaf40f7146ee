"""The evidence log (nhật ký bằng chứng): every change, refusal and look at a person's record, in the business transaction."""

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core import context
from shared.storage import fragments

_RECORD = text(
    fragments.noted(
        kind="CAST(:kind AS text)",
        subject="CAST(:subject AS text)",
        actor="CAST(:actor AS text)",
        agency_code="CAST(:agency_code AS text)",
        post="CAST(:post AS text)",
        request_id="CAST(:request_id AS text)",
        facts="CAST(:facts AS jsonb)",
    )
)


async def record(session: AsyncSession, kind: str, subject: str, actor: Identity | str, **facts: object) -> None:
    """Write one record: who acted, at which agency, in which post. `facts` hold codes, hashes and counts, never a person's particulars."""
    by_identity = isinstance(actor, Identity)
    await session.execute(
        _RECORD,
        {
            "kind": kind,
            "subject": subject,
            "actor": f"{actor.kind}:{actor.subject}" if isinstance(actor, Identity) else actor,
            "agency_code": actor.agency_code if isinstance(actor, Identity) and by_identity else "",
            "post": actor.post if isinstance(actor, Identity) else "",
            "request_id": context.request_id.get(),
            "facts": orjson.dumps(facts, default=str).decode(),
        },
    )

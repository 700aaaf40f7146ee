"""The evidence log (nhật ký bằng chứng): every change, refusal and look at a person's record, in the business transaction."""

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import ANONYMOUS, Identity
from shared.core import context
from shared.storage import fragments

_RECORD = text(
    fragments.noted(
        kind="CAST(:kind AS text)",
        subject="CAST(:subject AS text)",
        actor="CAST(:actor AS text)",
        agency_code="CAST(:agency_code AS text)",
        post="CAST(:post AS text)",
        on_behalf_of="CAST(:on_behalf_of AS text)",
        request_id="CAST(:request_id AS text)",
        facts="CAST(:facts AS jsonb)",
    )
)


async def record(session: AsyncSession, kind: str, subject: str, actor: Identity | str, **facts: object) -> None:
    """Write one record: who acted, at which agency, in which post, on whose behalf.

    `facts` hold codes, hashes and counts, never a person's particulars.
    """
    by = actor if isinstance(actor, Identity) else ANONYMOUS
    await session.execute(
        _RECORD,
        {
            "kind": kind,
            "subject": subject,
            "actor": actor if isinstance(actor, str) else f"{by.kind}:{by.subject}",
            "agency_code": by.agency_code,
            "post": by.post,
            "on_behalf_of": by.behalf,
            "request_id": context.request_id.get(),
            "facts": orjson.dumps(facts, default=str).decode(),
        },
    )

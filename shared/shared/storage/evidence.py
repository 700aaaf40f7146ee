"""The evidence log (nhật ký bằng chứng): every change, refusal and look at a person's record, in the business transaction."""

from dataclasses import dataclass

import orjson
from sqlalchemy import text

from shared.access.identity import Identity
from shared.core import context
from shared.storage import fragments
from shared.storage.gathered import Into, write

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


@dataclass(frozen=True)
class Acting:
    """Người thực hiện as a record names him: also kept with what he ordered for a later day."""

    actor: str
    agency_code: str = ""
    post: str = ""
    on_behalf_of: str = ""


def acting(who: Identity) -> Acting:
    return Acting(f"{who.kind}:{who.subject}", who.agency_code, who.post, who.behalf)


async def record(into: Into, /, kind: str, subject: str, actor: Identity | Acting | str, **facts: object) -> None:
    """Write one record: who acted, at which agency, in which post, on whose behalf.

    `facts` hold codes, hashes and counts, never a person's particulars.
    """
    by = acting(actor) if isinstance(actor, Identity) else Acting(actor) if isinstance(actor, str) else actor
    await write(
        into,
        _RECORD,
        {
            "kind": kind,
            "subject": subject,
            "actor": by.actor,
            "agency_code": by.agency_code,
            "post": by.post,
            "on_behalf_of": by.on_behalf_of,
            "request_id": context.request_id.get(),
            "facts": orjson.dumps(facts, default=str).decode(),
        },
    )

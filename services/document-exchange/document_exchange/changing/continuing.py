"""What was asked of an agency that ended is answered by whoever has the document, or goes on with its work."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import has_ended, way_of

_HAND_OVER = text(
    """
UPDATE sender_change c SET version = version + 1, agency_code = COALESCE(
  (SELECT COALESCE(NULLIF(i.continued_by, ''), i.addressee_code) FROM incoming_document i WHERE i.id = c.incoming_id), :heir)
WHERE c.agency_code = :code
"""
)

_FOLLOW = text(
    """
UPDATE sender_change c SET version = c.version + 1, agency_code = COALESCE(NULLIF(i.continued_by, ''), i.addressee_code)
FROM incoming_document i
WHERE c.agency_code = :code AND i.id = c.incoming_id AND COALESCE(NULLIF(i.continued_by, ''), i.addressee_code) <> :code
"""
)


async def continue_changes(session: AsyncSession, mergers: list[AgencyMerger], code: str) -> None:
    """Sang cơ quan kế thừa: with the arrival, also with one that left the agency with its unit; what found none, with what is given to
    nobody else.
    """
    await session.execute(_FOLLOW, {"code": code})
    if has_ended(mergers, code) and (way := way_of(mergers, code, "")):
        await session.execute(_HAND_OVER, {"code": code, "heir": way[-1].heir("")})

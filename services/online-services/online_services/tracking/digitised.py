"""Kết quả giấy đã số hóa, for whom they were given to: by the number of the account, once a counter has seen its card or registration."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.tracking.at_counter import find_holder
from online_services.tracking.models import IssuedResult
from shared.access.identity import Identity
from shared.standards.identifiers import is_personal_id

MOST = 200
"""One person is given far fewer."""


async def list_digitised(session: AsyncSession, who: Identity) -> list[IssuedResult]:
    """What was digitised last first; none while the number of the account is not verified, and none of a number that was only typed."""
    holder = await find_holder(session, who)
    # Twelve digits are a person's, whoever has them for a tax code.
    if holder is None or is_personal_id(holder.personal_id) != (holder.kind == "citizen"):
        return []
    theirs = IssuedResult.holder_number == holder.personal_id, IssuedResult.digitised_at.is_not(None)
    newest = IssuedResult.digitised_at.desc(), IssuedResult.verification_code
    return list(await session.scalars(select(IssuedResult).where(*theirs).order_by(*newest).limit(MOST)))

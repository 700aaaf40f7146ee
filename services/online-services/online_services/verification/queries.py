"""What was issued, by its code or by the hash of its file."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.tracking.models import IssuedResult
from online_services.verification.schemas import IssuedOut
from shared.core.clock import VIETNAM
from shared.directory.models import Agency


async def find_issued(session: AsyncSession, code: str = "", sha256: str = "") -> IssuedOut | None:
    """By verification code (any case) or by content hash."""
    spellings = [code, code.lower(), code.upper()]
    condition = IssuedResult.verification_code.in_(spellings) if code else IssuedResult.sha256 == sha256
    statement = (
        select(IssuedResult, Agency)
        .outerjoin(Agency, Agency.code == IssuedResult.agency_code)
        .where(condition)
        .order_by(IssuedResult.issued_at.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    if row is None:
        return None
    issued, agency = row.IssuedResult, row.Agency
    name = agency.name_on(issued.issued_at.astimezone(VIETNAM).date()) if agency else ""
    return IssuedOut.model_validate(issued).model_copy(update={"agency_name": name})

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
    known = IssuedOut.model_validate(issued).model_copy(update={"agency_name": name})
    return known.model_copy(update=await _successor(session, issued))


async def _successor(session: AsyncSession, issued: IssuedResult) -> dict[str, str]:
    """What stands in its place: as was decided, or what the same dossier was given after this one was recalled to be mended."""
    if issued.recalled_at is not None:
        after = select(IssuedResult).where(
            IssuedResult.dossier_id == issued.dossier_id,
            IssuedResult.recalled_at.is_(None),
            IssuedResult.issued_at >= issued.recalled_at,
        )
        same = IssuedResult.result_name == issued.result_name  # of several the one that is called so
        found = (await session.scalars(after.order_by(same.desc(), IssuedResult.issued_at).limit(1))).one_or_none()
        return {"replaced_by": found.verification_code, "replaced_by_number": found.result_number} if found else {}
    # Told of another dossier, it may not have come yet: then it is named without a way to it.
    known = issued.replaced_by == "" or await session.get(IssuedResult, issued.replaced_by) is not None
    return {} if known else {"replaced_by": ""}

"""What the province's own files say, before and beside what the directory tells."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import Province
from shared.core import clock
from shared.core.province import Province as Profile
from shared.directory.models import Agency
from shared.standards.vietnamese import sort_key


async def keep_province(session: AsyncSession, facts: Profile) -> None:
    """Ghi nhận tỉnh."""
    await session.merge(
        Province(
            code=facts.code,
            name=facts.name,
            seat=facts.seat,
            hotline=facts.hotline,
            online_intake_hours=facts.online_intake_hours,
        )
    )


async def keep_agencies_known_so_far(session: AsyncSession, agencies: list[dict[str, str]]) -> None:
    """Agencies from the province's own table, until mail-directory has told more; what it told stays."""
    today = clock.local_now().date()
    known = set(await session.scalars(select(Agency.code)))
    for row in agencies:
        if row["code"] not in known:
            session.add(
                Agency(
                    code=row["code"],
                    name=row["name"],
                    short_name=row["short_name"],
                    tier=row["tier"],
                    parent_code=row["parent_code"],
                    sort_key=sort_key(row["name"]),
                    valid_from=today,
                    valid_to=None,
                )
            )

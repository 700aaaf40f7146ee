"""What forms about posts offer, and read back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries, telling


async def unit_choices(session: AsyncSession, codes: list[str]) -> list[tuple[str, str]]:
    """Units to choose from; where there are several agencies, each says whose it is."""
    found = await queries.list_units_of(session, codes, telling.today())
    return [(str(unit.id), unit.name if len(codes) == 1 else f"{agency}: {unit.name}") for unit, agency in found]


def id_of(text: str) -> UUID | None:
    """What a form says; None for nothing and for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None

"""Which province a database holds, as its own evidence says: the data of another are never published over it."""

from sqlalchemy import text

from shared.storage import evidence
from shared.storage.database import Database

_KEPT = text(
    "SELECT facts->>'name' FROM evidence WHERE subject = 'province' AND kind = 'province-published' ORDER BY id DESC LIMIT 1"
)


async def require_province(database: Database, province: str) -> None:
    """Raises ValueError, in words for whoever publishes: another one's data would end all agencies here."""
    async with database.sessions() as session:
        kept = await session.scalar(_KEPT)
    if kept not in (None, province):
        raise ValueError(
            f"Cơ sở dữ liệu này đang giữ dữ liệu của tỉnh khác: hãy đặt LIENTHONG_PROVINCE={kept},"
            f" hoặc dùng cơ sở dữ liệu riêng cho {province}."
        )


async def note_province(database: Database, province: str) -> None:
    """Published here for the first time; later ones change nothing."""
    async with database.sessions.begin() as session:
        if await session.scalar(_KEPT) is None:
            await evidence.record(session, "province-published", "province", "seeding", name=province)

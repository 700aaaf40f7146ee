"""Procedures for the search box."""

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.procedures.listing import PROCEDURES
from online_services.procedures.models import Procedure
from shared.access.identity import Identity
from shared.core.formats import vn_date
from shared.web.search import MOST_HITS, Group, Hit
from shared.work.keyset import read_page
from shared.work.listing import LONGEST, WORDS


async def find_procedures(session: AsyncSession, who: Identity, words: str) -> list[Group]:
    """Everybody may see the catalogue."""
    chosen = PROCEDURES.choose({WORDS: words.replace("\x00", " ")[:LONGEST]})
    page = await read_page(session, who, chosen, MOST_HITS)
    hits = [
        Hit(
            text=found.name,
            about=f"{found.code} · {found.field}{_ended(found)}",
            href=f"/dich-vu-cong/thu-tuc/{found.code}",
        )
        for found in (row.procedure for row in page.rows)
    ]
    more = page.next is not None
    return [Group(title="Thủ tục hành chính", order=50, hits=hits, more=more, href=chosen.href)]


def _ended(found: Procedure) -> str:
    return f" · đã bãi bỏ từ {vn_date(found.ended_at)}" if found.ended_at else ""

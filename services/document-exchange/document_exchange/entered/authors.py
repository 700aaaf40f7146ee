"""Tác giả: an agency of the directory where the name or code is one's, else the body or person as written."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.entered.typed import refuse
from shared.directory.models import Agency
from shared.standards.typed import read_code
from shared.standards.vietnamese import fold


@dataclass(frozen=True)
class Author:
    """Tác giả; `code` is empty for whoever stands outside the directory."""

    code: str
    name: str


async def read_author(session: AsyncSession, here: str, typed: str, pointer: str) -> Author:
    """Capitals, marks and spaces do not count. A name that several agencies bear is nobody's in particular."""
    wanted, code = fold(typed), read_code(typed)
    rows = (await session.scalars(select(Agency))).all()
    found = [agency for agency in rows if code == agency.code or wanted in _names(agency)]
    if len(found) != 1:
        return Author("", typed)
    (agency,) = found
    if agency.code == here:
        refuse(
            "author_is_here",
            pointer,
            "Văn bản của chính cơ quan là văn bản đi hoặc văn bản nội bộ, không phải văn bản đến.",
        )
    return Author(agency.code, agency.name)


def _names(agency: Agency) -> set[str]:
    return {fold(name) for name in (agency.name, agency.short_name) if name}

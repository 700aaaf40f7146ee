"""Dossiers for the search box: the agency's open ones as they are due, then the ended ones."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.models import Dossier
from one_stop.worklist.listing import WORK, step_words
from shared.access.identity import Identity
from shared.web.search import Group, Hit, find_in_list

_LIST = replace(WORK, noted=None)
"""Asked twice for one look-up, which is noted here."""
_OPEN = {"pham_vi": "agency"}
_ENDED = {"pham_vi": "agency", "trang_thai": "ended"}


async def find_dossiers(session: AsyncSession, who: Identity, words: str) -> list[Group]:
    """A person's number that is looked for leaves its trace, as in the list."""
    found = [
        await find_in_list(session, who, _LIST, {**values, "q": words}, group, _hit)
        for values, group in ((_OPEN, ("Hồ sơ đang xử lý", 20)), (_ENDED, ("Hồ sơ đã kết thúc", 21)))
    ]
    await note_look_up(session, who, words, sum(len(group.hits) for group in found))
    return found


def _hit(row: Dossier) -> Hit:
    about = f"{row.procedure_name} · {row.applicant_name} · {step_words(row)}"
    return Hit(text=row.code or "Chưa có mã hồ sơ", about=about, href=f"/mot-cua/ho-so/{row.id}")

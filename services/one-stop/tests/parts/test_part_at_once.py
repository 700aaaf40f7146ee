"""Of two officers who act on a part at the same moment one is told, whichever of them is first."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from one_stop.asked_parts.actions import save_part
from one_stop.asked_parts.queries import get_asked_part
from shared.core.errors import Conflict

from .kit import COUNTER, LEADER, SPECIALIST, THERE, ask, asked_id, carry, do, held, staff, there


def test_who_looked_before_the_other_wrote_is_told(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await ask(office, await held(office))
            await carry(office)
            part = await asked_id(office)
            assert (await do(office, part, "take-in", there(office, COUNTER))).status_code == 200
            async with office.database.sessions() as session:
                mine = await get_asked_part(session, UUID(part), THERE)
                claimed = await do(office, part, "claim", there(office, SPECIALIST))
                assert claimed.status_code == 200, claimed.text
                mine.holder_id, mine.holder_name = f"{LEADER}.{THERE}", "Người khác"
                with pytest.raises(Conflict, match="part_taken_meanwhile"):
                    await save_part(session)
            (row,) = await office.rows("SELECT holder_id FROM asked_part")
            assert row["holder_id"] == f"{SPECIALIST}.{THERE}"

    asyncio.run(run())

"""Sending letters: each at its moment, tried again while that may help, its failure kept for the operator and the person."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core import clock
from shared.core.settings import Settings
from shared.notifying.keeping import SEND, Contact
from shared.notifying.kinds import Channel
from shared.notifying.letter_steps import LETTERS, LetterAct, LetterState
from shared.notifying.ports import Door, NotSent, Outgoing, doors
from shared.notifying.sentences import Said, Sentences, our_sentences, say
from shared.work import jobs
from shared.work.jobs import Job, daily

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""After each try in vain; after the last the letter has failed."""
KEPT = timedelta(days=180)
MOST_IN_A_LETTER = 30

ContactOf = Callable[[AsyncSession, str], Awaitable[Contact]]
"""Where a person is reached now; an empty contact for one who is gone."""

_TAKE = text("SELECT * FROM letter WHERE id = :id AND state = ANY(:states) FOR UPDATE")
_CONTENTS = text("SELECT kind, facts, link FROM notification WHERE id = ANY(:ids) AND read_at IS NULL ORDER BY id")
_TRIED = text(
    "UPDATE letter SET state = :state, address = :address, attempts = attempts + 1, error = :error, due_at = :due_at,"
    " settled_at = :settled_at WHERE id = :id"
)


@dataclass(frozen=True)
class Post:
    """Cách gửi của một bên giữ thông báo: its doors, its sentences, where people are reached, where links lead."""

    doors: Mapping[Channel, Door]
    sentences: Sentences
    contact_of: ContactOf
    address: str
    place: str
    """Path of the list of notifications."""

    async def send(self, session: AsyncSession, key: str) -> None:
        """What has been read meanwhile is not sent any more; a letter with nothing left is dropped."""
        row = (await session.execute(_TAKE, {"id": UUID(key), "states": _from(LetterAct.SEND)})).mappings().first()
        if row is None:
            return
        found = (await session.execute(_CONTENTS, {"ids": row["notifications"]})).all()
        channel = Channel(row["channel"])
        address = (await self.contact_of(session, row["person"])).address(channel)
        door = self.doors.get(channel)
        if not found:
            await self._settle(session, row, LetterAct.DROP, address, "Đã đọc trước khi gửi.")
        elif door is None or not address:
            why = "Kênh này chưa được nối." if door is None else "Người nhận không có địa chỉ ở kênh này."
            await self._settle(session, row, LetterAct.FAIL, address, why)
        else:
            said = write(
                [(say(self.sentences, each.kind, each.facts), each.link) for each in found], self.address, self.place
            )
            await self._try(session, row, door, Outgoing(key, address, said.title, said.text))

    async def _try(self, session: AsyncSession, row: Any, door: Door, letter: Outgoing) -> None:
        try:
            await door.send(letter)
        except NotSent as fault:
            if fault.final or row["attempts"] >= len(PAUSES):
                await self._settle(session, row, LetterAct.FAIL, letter.address, fault.why)
                return
            due = clock.now() + PAUSES[row["attempts"]]
            await self._settle(session, row, LetterAct.TRY_LATER, letter.address, fault.why, due)
            await jobs.plan(session, SEND, str(row["id"]), due)
        else:
            await self._settle(session, row, LetterAct.SEND if door.leaves else LetterAct.KEEP, letter.address, "")

    async def _settle(
        self, session: AsyncSession, row: Any, act: LetterAct, address: str, why: str, due_at: Any = None
    ) -> None:
        state = LETTERS.target(act)
        values = {
            "id": row["id"],
            "state": state.value,
            "address": address,
            "error": why,
            "due_at": due_at or row["due_at"],
            "settled_at": None if state is LetterState.WAITING else clock.now(),
        }
        await session.execute(_TRIED, values)


def write(found: Sequence[tuple[Said, str]], address: str, place: str) -> Said:
    """One letter: a notification as it is, several as a list of what they say, each with where it leads."""
    where = (
        "\n\nĐăng nhập để xem: {}\n\nThư tự động, xin không trả lời. Đổi cách nhận tin: " + f"{address}{place}/tuy-chon"
    )
    if len(found) == 1:
        said, link = found[0]
        return Said(said.title, said.text + where.format(address + link))
    shown = [f"- {said.title}. {said.text}\n  {address}{link}" for said, link in found[:MOST_IN_A_LETTER]]
    if len(found) > MOST_IN_A_LETTER:
        shown.append(f"- và {len(found) - MOST_IN_A_LETTER} thông báo khác")
    return Said(f"Bạn có {len(found)} thông báo mới", "\n".join(shown) + where.format(address + place))


def letter_jobs(settings: Settings, contact_of: ContactOf, place: str) -> list[Job]:
    """What the worker of an owner of accounts does for notifications."""
    post = Post(doors(settings), our_sentences(), contact_of, settings.address, place)
    return [replace(SEND, do=post.send), FORGET]


_FORGET_NOTIFICATIONS = text("DELETE FROM notification WHERE at < :before")
_FORGET_LETTERS = text("DELETE FROM letter WHERE state <> ALL(:open) AND created_at < :before")


async def _forget(session: AsyncSession, _key: str) -> None:
    before = clock.now() - KEPT
    await session.execute(_FORGET_NOTIFICATIONS, {"before": before})
    await session.execute(_FORGET_LETTERS, {"before": before, "open": _from(LetterAct.SEND)})


FORGET = Job("forget-notifications", "Dọn thông báo cũ", _forget, daily(time(2, 40)))

_AGAIN = text(
    "UPDATE letter SET state = :state, attempts = 0, error = '', due_at = :now, settled_at = NULL"
    " WHERE id = :id AND state = ANY(:states) RETURNING id"
)


def _from(act: LetterAct) -> list[str]:
    return [state.value for state in LETTERS.sources(act)]


async def send_again(session: AsyncSession, letter_id: UUID) -> bool:
    """Gửi lại; False when there is no such letter, or it is on its way."""
    now = clock.now()
    act = LetterAct.SEND_AGAIN
    again = {"id": letter_id, "now": now, "state": LETTERS.target(act).value, "states": _from(act)}
    if (await session.execute(_AGAIN, again)).first() is None:
        return False
    await jobs.plan(session, SEND, str(letter_id), now)
    return True

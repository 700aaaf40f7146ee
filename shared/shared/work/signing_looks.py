"""Xem trước khi ký: which version of each object a person was shown, what he chose, and the batch (lô) that he confirmed and has signed.

The table is a service's own (`LookRow`, a mixin). Who calls commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Integer, Text, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import TEXTS, Conflict, PreconditionFailed
from shared.storage import evidence

MOST_PAGES = 30
"""Of one object: what is longer is opened and signed on its own page."""
CONFIRMED_FOR = timedelta(minutes=10)
"""So long a batch that was broken off goes on in the same session without the password."""


class Choice(StrEnum):
    """Lựa chọn của người ký."""

    NONE = ""
    CHOSEN = "chon"
    SKIPPED = "bo-qua"


@dataclass(frozen=True)
class Seen:
    """Bản đã xem: the object's version, and the digest of what is made anew for each look."""

    version: int | None
    digest: str = ""


class LookRow:
    """Lượt xem trước khi ký. The service's class adds `subject_id`, the third part of its key."""

    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    """Of the post in which he looked."""
    version: Mapped[int] = mapped_column(Integer)
    """Of the object as it was shown; whatever happens to it after that is not what he saw."""
    digest: Mapped[str] = mapped_column(Text, server_default="")
    complete: Mapped[bool]
    """All pages could be shown; without that there is nothing to choose here."""
    choice: Mapped[str] = mapped_column(Text, server_default="")
    looked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    batch_id: Mapped[UUID | None]
    """Lô ký to which he has put it."""
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    confirmed_in: Mapped[str] = mapped_column(Text, server_default="")
    """The session, and the post in it, in which he typed his password for the batch."""
    signed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    refusal: Mapped[str] = mapped_column(Text, server_default="")
    """Why it was not signed with its batch, as he reads it."""
    if TYPE_CHECKING:
        subject_id: Mapped[UUID]

    @property
    def seen(self) -> Seen:
        return Seen(self.version, self.digest)

    @property
    def waits(self) -> bool:
        """Put to a batch, and nothing has come of it yet."""
        return self.batch_id is not None and self.signed_at is None and not self.refusal

    def goes_on(self, who: Identity) -> bool:
        """It may be signed without the password being typed again."""
        fresh = self.confirmed_at is not None and clock.now() - self.confirmed_at < CONFIRMED_FOR
        return self.waits and fresh and self.confirmed_in == _place_of(who)

    def require(self, now: Seen, choice: Choice) -> None:
        """Refuses what he did not choose, and what has changed since he looked."""
        if self.seen != now:
            raise PreconditionFailed("changed_since_look")
        if self.choice != choice:
            raise Conflict("not_looked_at")


class Looks:
    """Các lượt xem of one service. `matter`: what its objects are called in the evidence log, `shown`: its word there for a look."""

    def __init__(self, row: type[Any], matter: str, shown: str) -> None:
        self._row, self._matter, self._shown = row, matter, shown

    def _own(self, who: Identity) -> list[ColumnElement[bool]]:
        return [self._row.person_id == who.subject, self._row.agency_code == who.agency_code]

    async def find(self, session: AsyncSession, who: Identity, subject_id: UUID) -> LookRow:
        """Held until the transaction ends."""
        one = select(self._row).where(*self._own(who), self._row.subject_id == subject_id).with_for_update()
        look: LookRow | None = await session.scalar(one.execution_options(populate_existing=True))
        if look is None:
            raise Conflict("not_looked_at")
        return look

    async def note(self, session: AsyncSession, who: Identity, subject_id: UUID, seen: Seen, *, complete: bool) -> str:
        """What is on the page that he is shown now; what he had chosen of the very same stays chosen."""
        row, now = self._row, {"complete": complete, "looked_at": clock.now()}
        new = {"version": seen.version, "digest": seen.digest, "choice": "", "batch_id": None, "signed_at": None}
        new |= {"confirmed_at": None, "confirmed_in": "", "refusal": ""}
        key = {row.person_id: who.subject, row.agency_code: who.agency_code, row.subject_id: subject_id}
        other = or_(row.version != seen.version, row.digest != seen.digest)
        put = insert(row).values(key | {getattr(row, name): value for name, value in (now | new).items()})
        await session.execute(put.on_conflict_do_update(index_elements=list(key), set_=now | new, where=other))
        await session.execute(put.on_conflict_do_update(index_elements=list(key), set_=now))
        matter = f"{self._matter}/{subject_id}"
        await evidence.record(session, self._shown, matter, who, version=seen.version, digest=seen.digest)
        return (await self.find(session, who, subject_id)).choice

    async def choose(
        self, session: AsyncSession, who: Identity, subject_id: UUID, asked: Seen, now: Seen, choice: Choice
    ) -> None:
        """Chọn ký, hoặc bỏ qua: of exactly what was shown."""
        look = await self.find(session, who, subject_id)
        if not asked == look.seen == now:
            raise PreconditionFailed("changed_since_look")
        if choice is Choice.CHOSEN and not look.complete:
            raise Conflict("not_shown_whole")
        look.choice, look.batch_id, look.confirmed_at = choice.value, None, None  # decided anew, it is in no batch
        await evidence.record(session, "signing-chosen", f"{self._matter}/{subject_id}", who, choice=choice.value)

    async def decided(self, session: AsyncSession, who: Identity, waiting: Mapping[UUID, Seen]) -> dict[UUID, LookRow]:
        """What he has chosen or passed over today and is still what he saw; what changed since is shown again."""
        query = select(self._row).where(*self._own(who), self._row.looked_at >= today())
        looks = {look.subject_id: look for look in (await session.scalars(query)).all()}
        return {
            key: looks[key]
            for key, now in waiting.items()
            if key in looks and looks[key].choice and looks[key].seen == now
        }

    async def confirm(self, session: AsyncSession, who: Identity, batch: UUID, picked: Mapping[UUID, Seen]) -> UUID:
        """Đưa vào lô ký what he has confirmed; under which batch to look. What was signed meanwhile stays where it is.

        The same press sent twice is one batch.
        """
        those = [*self._own(who), self._row.subject_id.in_(picked)]
        query = select(self._row).where(*those).order_by(self._row.subject_id).with_for_update()
        looks = list((await session.scalars(query)).all())
        if len(looks) < len(picked):
            raise Conflict("not_looked_at")
        open_looks = [look for look in looks if look.signed_at is None and (look.batch_id != batch or look.waits)]
        for look in open_looks:
            look.batch_id, look.confirmed_at, look.confirmed_in = batch, clock.now(), _place_of(who)
            look.refusal = _stale(look, picked[look.subject_id])
        matter = f"{self._matter}-batch/{batch}"
        those_seen = [[str(look.subject_id), look.version, look.digest] for look in open_looks]
        await evidence.record(session, "signing-confirmed", matter, who, subjects=those_seen)
        return batch if open_looks or any(look.batch_id == batch for look in looks) else looks[0].batch_id or batch

    async def of_batch(self, session: AsyncSession, who: Identity, batch: UUID) -> Sequence[LookRow]:
        """In the order in which they are signed."""
        query = select(self._row).where(*self._own(who), self._row.batch_id == batch)
        return (await session.scalars(query.order_by(self._row.looked_at, self._row.subject_id))).all()

    async def hold_back(self, session: AsyncSession, who: Identity, batch: UUID) -> None:
        """Dừng lại: what of the batch still waits is signed only after the password has been typed again."""
        for look in await self.of_batch(session, who, batch):
            if look.waits:
                look.confirmed_in = ""
        await evidence.record(session, "signing-held-back", f"{self._matter}-batch/{batch}", who)

    async def latest_batch(self, session: AsyncSession, who: Identity) -> UUID | None:
        """Of today."""
        query = select(self._row.batch_id).where(*self._own(who), self._row.confirmed_at >= today())
        found: UUID | None = await session.scalar(query.order_by(self._row.confirmed_at.desc()).limit(1))
        return found

    async def forget(self, session: AsyncSession, who: Identity, subject_id: UUID) -> None:
        """It was sent back: nothing is left to choose."""
        await session.execute(delete(self._row).where(*self._own(who), self._row.subject_id == subject_id))

    async def forget_older(self, session: AsyncSession, who: Identity) -> None:
        """A choice counts on the day on which it was made, or its batch was confirmed."""
        row, since = self._row, today()
        old = row.looked_at < since, or_(row.confirmed_at.is_(None), row.confirmed_at < since)
        await session.execute(delete(row).where(row.person_id == who.subject, *old))


def _place_of(who: Identity) -> str:
    return f"{who.session}/{who.post}"


def today() -> datetime:
    """When this day began in Việt Nam."""
    return datetime.combine(clock.local_now().date(), time(), clock.VIETNAM)


def _stale(look: LookRow, asked: Seen) -> str:
    """Why it cannot be signed as it was on the page that he sent; the rest is seen as it is signed."""
    if asked != look.seen:
        return TEXTS["changed_since_look"]
    if look.looked_at < today() or not look.complete:
        return TEXTS["not_looked_at"]
    return "" if look.choice == Choice.CHOSEN else TEXTS["not_looked_at"]

"""What api and pages do alike: number first, then act. One per process, in `app.state.counter`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.closing.actions import stop_dossier
from one_stop.dossiers import numbering
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import CounterReception, Transferring
from one_stop.dossiers.workers import worker_of
from one_stop.intake.actions import accept_dossier, receive_dossier, refuse_dossier
from one_stop.moves.actions import Order, claim_dossier, reassign_dossier, return_dossier, transfer_dossier
from one_stop.results.actions import draft_result, hand_over_result, sign_result
from one_stop.results.schemas import Drafting, HandingOver
from one_stop.supplements.actions import receive_supplement, request_supplement
from one_stop.supplements.schemas import SupplementAsking, SupplementTaking
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.identifiers import new_id
from shared.standards.working_time import WorkingTime
from shared.storage.database import Database, Line, driver_connection
from shared.work.working_calendar.queries import WorkingTimes

_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:dossier, 7212))")


@dataclass(frozen=True)
class Counter:
    """Bộ phận một cửa: the acts of officers, with the clock, the calendar and the printer they need.

    Dossier codes come from short transactions on the hot pool, so that no acceptance waits for another's receipt to be
    printed, and go back when the act is refused. Numbers of slips are taken in the act's own transaction.
    """

    database: Database
    prints: PrintShop
    times: WorkingTimes

    async def accept(
        self,
        session: AsyncSession,
        who: Identity,
        dossier_id: UUID,
        version: int | None,
        forward: Transferring | None = None,
    ) -> Dossier:
        """Tiếp nhận; with `forward` also the first move, in the same transaction: both take place or neither."""
        worker = worker_of(who)
        await load_for_action(session, dossier_id, worker, Doing.ACCEPT, version)
        working_time = await self.times.of(who.agency_code, session)
        async with self._code_for(session, dossier_id, who.agency_code) as code:
            dossier = await accept_dossier(
                session, self.prints, (who, worker), dossier_id, version, await code(), working_time
            )
            if forward is not None:
                await session.flush()
                order = Order(dossier_id, worker, dossier.version, forward.note)
                line = await driver_connection(session)
                await transfer_dossier(line, order, forward.holder_id, working_time)
                await session.refresh(dossier)
            return dossier

    async def receive(self, session: AsyncSession, who: Identity, new: CounterReception) -> Dossier:
        new = new.model_copy(update={"dossier_id": new.dossier_id or new_id()})
        assert new.dossier_id is not None
        working_time = await self.times.of(who.agency_code, session)
        async with self._code_for(session, new.dossier_id, who.agency_code) as code:
            return await receive_dossier(session, self.prints, (who, worker_of(who)), new, code, working_time)

    async def refuse(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, reason: str
    ) -> Dossier:
        worker = worker_of(who)
        await load_for_action(session, dossier_id, worker, Doing.REFUSE, version)
        number = await self._number(session, who.agency_code, "03")
        return await refuse_dossier(session, self.prints, (who, worker), dossier_id, version, reason, number)

    async def ask(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, asking: SupplementAsking
    ) -> Dossier:
        worker = worker_of(who)
        await load_for_action(session, dossier_id, worker, Doing.REQUEST_SUPPLEMENT, version)
        working_time = await self.times.of(who.agency_code, session)

        async def number() -> int:
            return await self._number(session, who.agency_code, "02")

        return await request_supplement(
            session, self.prints, (who, worker), dossier_id, version, asking, number, working_time
        )

    async def claim(self, who: Identity, order: Order, session: AsyncSession | None = None) -> bytes:
        line, working_time = await self._way(who, session)
        return await claim_dossier(line, order, working_time)

    async def transfer(self, who: Identity, order: Order, holder_id: str, session: AsyncSession | None = None) -> bytes:
        line, working_time = await self._way(who, session)
        return await transfer_dossier(line, order, holder_id, working_time)

    async def send_back(self, who: Identity, order: Order) -> bytes:
        return await return_dossier(await self.database.hot(), order, await self.times.of(who.agency_code))

    async def reassign(self, who: Identity, order: Order, holder_id: str, session: AsyncSession | None = None) -> bytes:
        line, working_time = await self._way(who, session)
        return await reassign_dossier(line, order, holder_id, working_time)

    async def _way(self, who: Identity, session: AsyncSession | None) -> tuple[Line, WorkingTime]:
        """A move alone goes on a connection by itself; one of several, in a session, stands and falls with its transaction."""
        if session is None:
            return await self.database.hot(), await self.times.of(who.agency_code)
        await session.flush()
        return await driver_connection(session), await self.times.of(who.agency_code, session)

    async def take(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, brought: SupplementTaking
    ) -> Dossier:
        working_time = await self.times.of(who.agency_code, session)
        return await receive_supplement(session, (who, worker_of(who)), dossier_id, version, brought, working_time)

    async def stop(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, reason: str
    ) -> Dossier:
        async def number() -> int:
            return await self._number(session, who.agency_code, "05")

        return await stop_dossier(session, self.prints, (who, worker_of(who)), dossier_id, version, reason, number)

    async def draft(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, draft: Drafting
    ) -> Dossier:
        return await draft_result(
            session, (who, worker_of(who)), dossier_id, version, draft, await self.times.of(who.agency_code, session)
        )

    async def sign(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, note: str
    ) -> Dossier:
        working_time = await self.times.of(who.agency_code, session)
        return await sign_result(session, self.prints, (who, worker_of(who)), dossier_id, version, note, working_time)

    async def hand_over(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, handing: HandingOver
    ) -> Dossier:
        return await hand_over_result(session, (who, worker_of(who)), dossier_id, version, handing)

    @asynccontextmanager
    async def _code_for(
        self, session: AsyncSession, dossier_id: UUID, agency_code: str
    ) -> AsyncIterator[Callable[[], Awaitable[str]]]:
        """Gives the dossier's code when asked; a refusal puts it back.

        Two acts on one dossier take turns, so that no refusal puts back a code that the other is about to use.
        """
        await session.execute(_TAKE_TURNS, {"dossier": str(dossier_id)})
        pool, today = await self.database.hot(), clock.local_now().date()
        code = ""

        async def take() -> str:
            nonlocal code
            code = await numbering.reserve_code(pool, dossier_id, agency_code, today)
            return code

        try:
            yield take
        except Refusal:
            if code:
                await numbering.release_code(pool, dossier_id, agency_code, today)
            raise
        # Last of all: as long as something may still be refused, the code can be put back.
        if code:
            await numbering.confirm_code(session, agency_code, code)

    async def _number(self, session: AsyncSession, agency_code: str, form_no: str) -> int:
        return await numbering.next_form_number(session, agency_code, clock.local_now().year, form_no)

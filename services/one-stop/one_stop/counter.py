"""What api and pages do alike: number first, then act. One per process, in `app.state.counter`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.apologies.actions import propose_apology, sign_apology
from one_stop.apologies.schemas import ApologyProposing
from one_stop.closing.actions import stop_dossier
from one_stop.closing.schemas import Stopping, WithdrawingAtCounter
from one_stop.closing.withdrawing import withdraw_at_counter
from one_stop.dossiers import numbering
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.codes import dossier_code
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Transferring
from one_stop.dossiers.workers import worker_of
from one_stop.forking import give_back, sign_and_fork, take_back, transfer_into
from one_stop.intake.across import Times
from one_stop.intake.actions import accept_dossier, receive_dossier
from one_stop.intake.refusing import refuse_dossier
from one_stop.intake.schemas import CounterReception
from one_stop.moves import actions as moves
from one_stop.moves.actions import MoreThanAMove, Order
from one_stop.parts.actions import Office
from one_stop.pauses.actions import resume_clock
from one_stop.recalls.actions import recall_result
from one_stop.results.actions import Drawn, draft_result
from one_stop.results.approving import approve_result
from one_stop.results.issuing import Numbered
from one_stop.supplements.actions import receive_supplement, request_supplement
from one_stop.supplements.schemas import SupplementAsking, SupplementTaking
from one_stop.walk_ins.actions import come_back, guide, lead_on, told_before, turn_away
from one_stop.walk_ins.models import WalkIn
from one_stop.walk_ins.schemas import Guiding, TurningAway
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.identifiers import new_id
from shared.standards.working_time import WorkingTime
from shared.storage.database import Database, Line, driver_connection
from shared.work.numbering import Series
from shared.work.working_calendar.queries import WorkingTimes

_SLIPS = {Doing.REQUEST_SUPPLEMENT: "02", Doing.REFUSE: "03", Doing.SIGN_APOLOGY: "04", Doing.STOP: "05"}
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 7212))")


@dataclass(frozen=True)
class Counter:
    """Bộ phận một cửa: the acts of officers. Numbers come from short transactions: nobody waits for what another prints."""

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
        worker, working_time = worker_of(who), await self.times.of(who.agency_code, session)
        async with self._code_for(session, dossier_id, who.agency_code) as code:
            dossier = await accept_dossier(session, self.prints, (who, worker), dossier_id, version, code, working_time)
            if forward is not None:
                await session.flush()
                order = Order(dossier_id, worker, dossier.version, forward.note)
                await self.transfer(who, order, forward.holder_id, session)
                await session.refresh(dossier)
            return dossier

    async def receive(self, session: AsyncSession, who: Identity, new: CounterReception) -> Dossier:
        dossier_id = new.dossier_id or new_id()
        new = new.model_copy(update={"dossier_id": dossier_id})
        own = await self.times.of(who.agency_code, session)
        times = Times(await self.times.of(new.agency_code, session) if new.agency_code else own, own)
        receipts = numbering.fee_receipts(who.agency_code, clock.local_now().year)
        async with (
            self._code_for(session, dossier_id, who.agency_code) as code,
            self.kept_for(session, dossier_id, receipts, has_turn=True) as receipt,
        ):
            worker = worker_of(who)
            before = await come_back(session, worker, new.walk_in_id) if new.walk_in_id else None
            note, take = told_before(before) if before else "", (code, partial(receipt, 0))
            dossier = await receive_dossier(session, self.prints, (who, worker), new, take, times, note)
            if before is not None:
                lead_on(before, dossier)
            return dossier

    async def guide(self, session: AsyncSession, who: Identity, typed: Guiding) -> WalkIn:
        typed = typed.model_copy(update={"dossier_id": typed.dossier_id or new_id()})
        async with self._walk_in_slip(session, who, typed, "02") as number:
            return await guide(session, self.prints, (who, worker_of(who)), typed, number)

    async def turn_away(self, session: AsyncSession, who: Identity, typed: TurningAway) -> WalkIn:
        typed = typed.model_copy(update={"dossier_id": typed.dossier_id or new_id()})
        async with self._walk_in_slip(session, who, typed, "03") as number:
            return await turn_away(session, self.prints, (who, worker_of(who)), typed, number)

    @asynccontextmanager
    async def _walk_in_slip(
        self, session: AsyncSession, who: Identity, typed: TurningAway, form_no: str
    ) -> AsyncIterator[Callable[[], Awaitable[int]]]:
        """Gives the number of a slip for somebody who has no dossier: it is kept under the id of the line.

        Two officers who answer one person in one matter take turns, so that the second sees what the first gave.
        """
        assert typed.dossier_id is not None
        if typed.person_number:
            matter = f"{who.agency_code}/{typed.procedure_code}/{typed.person_number}"
            await session.execute(_TAKE_TURNS, {"of": matter})
        series = numbering.slips(who.agency_code, form_no, clock.local_now().year)
        async with self.kept_for(session, typed.dossier_id, series) as kept:
            yield partial(kept, 0)

    async def refuse(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, reason: str
    ) -> Dossier:
        worker = worker_of(who)
        async with self._slip_for(session, worker, Doing.REFUSE, dossier_id) as number:
            return await refuse_dossier(session, self.prints, (who, worker), dossier_id, version, reason, number)

    async def ask(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, asking: SupplementAsking
    ) -> Dossier:
        worker = worker_of(who)
        async with self._slip_for(session, worker, Doing.REQUEST_SUPPLEMENT, dossier_id) as number:
            working_time = await self.times.of(who.agency_code, session)
            return await request_supplement(
                session, self.prints, (who, worker), dossier_id, version, asking, number, working_time
            )

    async def claim(self, who: Identity, order: Order, session: AsyncSession | None = None) -> bytes:
        line, working_time = await self._way(who, session)
        return await moves.claim_dossier(line, order, working_time)

    async def transfer(self, who: Identity, order: Order, holder_id: str, session: AsyncSession | None = None) -> bytes:
        line, working_time = await self._way(who, session)
        try:
            return await moves.transfer_dossier(line, order, holder_id, working_time)
        except MoreThanAMove:
            if session is None:
                async with self.database.sessions.begin() as own:
                    return await self.transfer(who, order, holder_id, own)
            office = Office(self.prints, self.times)
            return await transfer_into(session, office, who, order, holder_id, working_time)

    async def send_back(self, who: Identity, order: Order) -> bytes:
        working_time = await self.times.of(who.agency_code)
        try:
            return await moves.return_dossier(await self.database.hot(), order, working_time)
        except MoreThanAMove:
            async with self.database.sessions.begin() as session:
                return await give_back(session, who, order, working_time)

    async def take_back(self, who: Identity, order: Order) -> bytes:
        async with self.database.sessions.begin() as session:
            return await take_back(session, order, await self.times.of(who.agency_code, session))

    async def reassign(self, who: Identity, order: Order, holder_id: str, session: AsyncSession | None = None) -> bytes:
        line, working_time = await self._way(who, session)
        return await moves.reassign_dossier(line, order, holder_id, working_time)

    async def _way(self, who: Identity, session: AsyncSession | None) -> tuple[Line, WorkingTime]:
        """A move alone goes on a connection by itself; one of several, in a session, stands and falls with its transaction."""
        if session is None:
            return await self.database.hot(), await self.times.of(who.agency_code)
        await session.flush()
        return await driver_connection(session), await self.times.of(who.agency_code, session)

    async def take(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, brought: SupplementTaking
    ) -> Dossier:
        competent = (await get_dossier(session, dossier_id, who.agency_code)).agency_code
        working_time = await self.times.of(competent, session)
        return await receive_supplement(session, (who, worker_of(who)), dossier_id, version, brought, working_time)

    async def stop(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, stopping: Stopping
    ) -> Dossier:
        worker = worker_of(who)
        async with self._slip_for(session, worker, Doing.STOP, dossier_id) as number:
            return await stop_dossier(session, self.prints, (who, worker), dossier_id, version, stopping, number)

    async def withdraw(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, asked: WithdrawingAtCounter
    ) -> Dossier:
        return await withdraw_at_counter(session, self.prints, (who, worker_of(who)), dossier_id, version, asked)

    async def draft(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, draft: Drawn
    ) -> Dossier:
        times = await self.times.of(who.agency_code, session)
        return await draft_result(session, (who, worker_of(who)), dossier_id, version, draft, times)

    async def sign(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, note: str
    ) -> Dossier:
        worker, series = worker_of(who), numbering.results(who.agency_code, clock.local_now().year)
        async with self.kept_for(session, dossier_id, series) as kept:
            # What follows the signature, whoever signs, is done where the dossier is kept.
            kept_at = (await get_dossier(session, dossier_id, who.agency_code)).agency_code
            working_time = await self.times.of(kept_at, session)
            office, numbered = Office(self.prints, self.times), Numbered(series.year, kept)
            return await sign_and_fork(
                session, office, (who, worker), dossier_id, version, note, working_time, numbered
            )

    async def approve(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, note: str
    ) -> Dossier:
        times = await self.times.of(who.agency_code, session)
        return await approve_result(session, self.prints, (who, worker_of(who)), dossier_id, version, note, times)

    async def propose_apology(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, proposing: ApologyProposing
    ) -> Dossier:
        working_time = await self.times.of(who.agency_code, session)
        return await propose_apology(session, (who, worker_of(who)), dossier_id, version, proposing, working_time)

    async def sign_apology(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None
    ) -> Dossier:
        worker = worker_of(who)
        async with self._slip_for(session, worker, Doing.SIGN_APOLOGY, dossier_id) as number:
            working_time = await self.times.of(who.agency_code, session)
            return await sign_apology(session, self.prints, (who, worker), dossier_id, version, number, working_time)

    async def resume(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, note: str
    ) -> Dossier:
        working_time = await self.times.of(who.agency_code, session)
        return await resume_clock(session, (who, worker_of(who)), dossier_id, version, note, working_time)

    async def recall(
        self, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, reason: str
    ) -> Dossier:
        working_time = await self.times.of(who.agency_code, session)
        return await recall_result(session, (who, worker_of(who)), dossier_id, version, reason, working_time)

    @asynccontextmanager
    async def _code_for(
        self, session: AsyncSession, dossier_id: UUID, agency_code: str
    ) -> AsyncIterator[Callable[[], Awaitable[str]]]:
        """Gives the dossier's code when asked."""
        today = clock.local_now().date()
        async with self.kept_for(session, dossier_id, numbering.codes(agency_code, today)) as kept:

            async def code() -> str:
                return await dossier_code(session, agency_code, today, await kept(0))

            yield code

    @asynccontextmanager
    async def _slip_for(
        self, session: AsyncSession, worker: Worker, doing: Doing, dossier_id: UUID
    ) -> AsyncIterator[Callable[[], Awaitable[int]]]:
        """Gives the number of the slip that the act prints when asked."""
        series = numbering.slips(worker.agency_code, _SLIPS[doing], clock.local_now().year)
        async with self.kept_for(session, dossier_id, series) as kept:
            yield partial(kept, 0)

    @asynccontextmanager
    async def kept_for(
        self, session: AsyncSession, dossier_id: UUID, series: Series, *, has_turn: bool = False
    ) -> AsyncIterator[Callable[[int], Awaitable[int]]]:
        """Gives numbers that are kept for the dossier when asked, one for each place; a refusal puts them back.

        Two acts on one dossier take turns: no refusal puts back what the other is about to use. `has_turn`: with another series.
        """
        if not has_turn:
            await session.execute(_TAKE_TURNS, {"of": str(dossier_id)})
        pool, taken = await self.database.hot(), dict[int, int]()

        async def take(place: int = 0) -> int:
            taken[place] = await numbering.reserve(pool, dossier_id, series, place)
            return taken[place]

        try:
            yield take
        except Refusal:
            for place in reversed(taken):
                await numbering.release(pool, dossier_id, series, place)
            raise
        # Last of all: as long as something may still be refused, the numbers can be put back.
        for number in taken.values():
            await numbering.confirm(session, series, number)

"""/mot-cua/ky-lan-luot: results that wait for a leader's signature, looked at one by one and signed in a batch."""

from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.desk.acting import certificate_of, only
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.results.issuing import draft_of
from one_stop.results.looked_at import digests
from one_stop.results.numbering import require_numbers
from one_stop.results.queries import list_results
from one_stop.rights import RIGHTS, Right
from one_stop.signing_walk.models import LOOKS
from one_stop.signing_walk.queries import act_on, list_to_sign
from one_stop.signing_walk.showing import shown
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.signing.holders import Certified
from shared.web import bulk
from shared.web.callers import require
from shared.web.signing_desk import Drawn, SigningDesk, Waiting
from shared.web.signing_pages import signing_pages
from shared.work.signing_looks import Seen


class Results(SigningDesk):
    """Kết quả chờ ký."""

    looks = LOOKS
    place = "/mot-cua/ky-lan-luot"
    parent = ("Một cửa", "/mot-cua")
    noun = "kết quả"
    template = "signing_walk.html"
    words = "reason"
    may_sign = staticmethod(require(RIGHTS, Right.SIGN_RESULTS))

    async def waiting(self, session: AsyncSession, who: Identity) -> list[Waiting]:
        found = await list_to_sign(session, who, bulk.MOST)
        now = await digests(session, [dossier.id for dossier, _ in found])
        return [_waiting(dossier, act, now[dossier.id]) for dossier, act in found]

    async def draw(self, request: Request, session: AsyncSession, who: Identity, one: Waiting) -> Drawn:
        (dossier, act), prints = one.row, request.app.state.counter.prints
        results = await list_results(session, dossier.id)
        worker = worker_of(who)
        drafts = [
            await shown(dossier, each, await draft_of(session, prints, dossier, each, worker)) for each in results
        ]
        pages = sum(each.pages for each in drafts) if all(each.pages for each in drafts) else 0
        awaits_number = any(each.result.awaits_number for each in drafts)
        return Drawn(pages, {"drafts": drafts, "awaits_number": awaits_number, "approves": act is Doing.APPROVE})

    async def held(self, session: AsyncSession, who: Identity, subject_id: UUID) -> Seen:
        act = await act_on(session, who, subject_id)
        dossier, _, _ = await load_for_action(session, subject_id, worker_of(who), act, None)
        return Seen(dossier.version, (await digests(session, [subject_id]))[subject_id])

    async def require_ready(self, session: AsyncSession, who: Identity, subject_id: UUID) -> None:
        if await act_on(session, who, subject_id) is Doing.SIGN:
            await require_numbers(session, subject_id, who.agency_code)

    async def sign(self, request: Request, session: AsyncSession, who: Identity, subject_id: UUID) -> None:
        counter, act = request.app.state.counter, await act_on(session, who, subject_id)
        await (counter.approve if act is Doing.APPROVE else counter.sign)(session, who, subject_id, None, "")

    async def send_back(
        self, request: Request, session: AsyncSession, who: Identity, subject_id: UUID, form: FormData
    ) -> None:
        texts = texts_of(form)
        body = read_form(Refusing, only(texts, self.words))
        order = Order(subject_id, worker_of(who), version_of(texts), body.reason)
        await request.app.state.counter.send_back(who, order)

    async def named(self, session: AsyncSession, who: Identity, ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
        found = dict[UUID, tuple[str, str]]()
        for dossier_id in ids:
            try:
                one = await get_dossier(session, dossier_id, who.agency_code)
            except NotFound:
                continue
            found[dossier_id] = f"{one.code} – {one.applicant_name}", f"/mot-cua/ho-so/{one.id}"
        return found

    async def certificate(self, request: Request, session: AsyncSession, who: Identity) -> Certified | None:
        return await certificate_of(request, session, who)


def _waiting(dossier: Dossier, act: Doing, digest: str) -> Waiting:
    name = f"{dossier.code} – {dossier.owner['full_name'] if dossier.owner else dossier.applicant_name}"
    about = dossier.procedure_name + (". Ký phiếu duyệt, trình cấp trên" if act is Doing.APPROVE else "")
    return Waiting(dossier.id, Seen(dossier.version, digest), name, about, (dossier, act))


router = signing_pages(Results())

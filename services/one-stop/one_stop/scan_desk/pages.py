"""The page of one scan: its pages, its words, what it says, and who compared and signed it."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from anyio import to_thread
from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.auth import MayReceive, MaySee
from one_stop.desk.acting import certificate_of, only
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Doing, allowed_actions
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.procedures.queries import get_version
from one_stop.scans.queries import find_scan, get_paper, list_of_paper
from one_stop.scans.rules import PARTICULARS, Particulars, read_particulars
from one_stop.scans.schemas import Describing
from one_stop.scans.working import OnScan, arrange_pages, compare_scan, describe_scan, recognise_again, sign_scan
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import FieldError, Invalid, NotFound, Refusal
from shared.foreign import confined
from shared.foreign.pages_seen import VIEWED
from shared.foreign.scanned_pages import MEMORY_MB, PagePlace, SignedAlready, count_pages, is_installed
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import store_of

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}/ban-quet/{paper_id}")
Form = dict[str, str]
Act = Callable[[OnScan, Form], Awaitable[Dossier]]


@router.get("")
async def show(
    dossier_id: UUID, paper_id: UUID, who: MaySee, request: Request, session: Session, xong: str = ""
) -> Response:
    """Trang bản quét."""
    answer = await _page(request, session, who, OnScan(dossier_id, paper_id), done=xong)
    await evidence.record(session, "scan-seen", f"dossier/{dossier_id}", who, paper=str(paper_id))
    return answer


@router.post("/sap-trang")
async def put_in_order(
    dossier_id: UUID, paper_id: UUID, who: MayReceive, request: Request, session: Session
) -> Response:
    """Xếp, xoay, bỏ, ghép trang."""

    async def act(on: OnScan, form: Form) -> Dossier:
        others = _others(form, on.paper_id)
        files = store_of(request)
        pages = [await _count(files_of, files) for files_of in await _joined(session, on, others)]
        return await arrange_pages(session, files, who, on, others, _places(form, pages))

    return await _press(request, session, who, OnScan(dossier_id, paper_id), "sap-trang", act)


@router.post("/nhan-dang")
async def recognise(dossier_id: UUID, paper_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Nhận dạng chữ lại."""

    async def act(on: OnScan, _: Form) -> Dossier:
        return await recognise_again(session, who, on)

    return await _press(request, session, who, OnScan(dossier_id, paper_id), "nhan-dang", act)


@router.post("/du-lieu")
async def describe(dossier_id: UUID, paper_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Ghi dữ liệu của giấy tờ."""

    async def act(on: OnScan, form: Form) -> Dossier:
        return await describe_scan(session, who, on, read_form(Describing, only(form, *PARTICULARS)))

    return await _press(request, session, who, OnScan(dossier_id, paper_id), "du-lieu", act)


@router.post("/doi-chieu")
async def compare(dossier_id: UUID, paper_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Đã đối chiếu bản chính."""

    async def act(on: OnScan, _: Form) -> Dossier:
        return await compare_scan(session, who, on)

    return await _press(request, session, who, OnScan(dossier_id, paper_id), "doi-chieu", act)


@router.post("/ky")
async def sign(
    dossier_id: UUID, paper_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Ký số bản quét."""

    async def act(on: OnScan, _: Form) -> Dossier:
        return await sign_scan(session, counter.prints, store_of(request), who, on)

    return await _press(request, session, who, OnScan(dossier_id, paper_id), "ky", act)


async def _press(request: Request, session: AsyncSession, who: Identity, on: OnScan, what: str, act: Act) -> Response:
    form = texts_of(await request.form())
    seen = OnScan(on.dossier_id, on.paper_id, version_of(form))
    _, refusal = await attempt(request, session, partial(act, seen, form))
    if refusal is not None:
        return await _page(request, session, who, on, refusal=refusal, what=what, form=form)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{_address(on)}?xong={what}"})


async def _joined(session: AsyncSession, on: OnScan, others: list[UUID]) -> list[DossierPaper]:
    return [await get_paper(session, on.dossier_id, each) for each in (on.paper_id, *others)]


async def _count(paper: DossierPaper, files: Any) -> int:
    """Pages of a file; none where it cannot be taken apart."""
    if paper.media_type not in VIEWED:
        return 0
    try:
        content = await files.get(paper.sha256)
        return await confined.run(count_pages, content, paper.media_type, memory_mb=MEMORY_MB)
    except (Refusal, SignedAlready):
        return 0


def _others(form: Form, own: UUID) -> list[UUID]:
    """What is joined to it; itself is there already. Raises NotFound for what is no file's id."""
    try:
        found = [UUID(name.removeprefix("join.")) for name in form if name.startswith("join.")]
    except ValueError:
        raise NotFound("not_found") from None
    return [one for one in dict.fromkeys(found) if one != own]


def _places(form: Mapping[str, str], pages: list[int]) -> list[PagePlace]:
    """The own pages as they were numbered and turned, a page without a number left out; those of joined files behind them."""
    wanted, faults = list[tuple[int, int]](), list[FieldError]()
    for number in range(1, pages[0] + 1):
        order = form.get(f"order.{number}", "").strip()
        if order and not (order.isascii() and order.isdigit() and 0 < int(order[:6]) < 1000):
            sentence = f"Thứ tự của trang {number} là một số, ví dụ 1; để trống là bỏ trang."
            faults.append(FieldError(f"/order.{number}", "page_order_wrong", sentence))
        elif order:
            wanted.append((int(order), number))
    orders = [order for order, _ in wanted]
    faults += [
        FieldError(f"/order.{number}", "page_order_twice", f"Hai trang có cùng thứ tự {order}.")
        for order, number in wanted
        if orders.count(order) > 1
    ]
    if faults:
        raise Invalid("invalid_input", fields=faults)
    turns = {"90": 90, "180": 180, "270": 270}
    own = [PagePlace(0, number, turns.get(form.get(f"turn.{number}", ""), 0)) for _, number in sorted(wanted)]
    return own + [PagePlace(at, number) for at, count in enumerate(pages[1:], 1) for number in range(1, count + 1)]


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    on: OnScan,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    what: str = "",
    form: Form | None = None,
) -> Response:
    dossier = await get_dossier(session, on.dossier_id, who.agency_code)
    paper, scan = await get_paper(session, dossier.id, on.paper_id), await find_scan(session, on.paper_id)
    signed = bool(scan and scan.signed)
    allowed = await _may_work(session, who, dossier) and paper.replaced_at is None
    state = (await store_of(request).states([paper.sha256])).get(paper.sha256)
    errors = _errors(what, refusal)
    return page_of(request).render(
        request,
        "paper_scan.html",
        refusal.status if refusal else 200,
        title=paper.paper_name,
        dossier=dossier,
        paper=paper,
        scan=scan,
        here_at=_address(on),
        pages=0 if state or signed or not allowed else await _count(paper, store_of(request)),
        joins=await list_of_paper(session, paper),
        offered=read_particulars(scan.words) if scan and not scan.particulars else Particulars(),
        particulars=PARTICULARS,
        may_work=allowed,
        signed=signed,
        file_state=state,
        certificate=await certificate_of(request, session, who) if allowed and not signed else None,
        installed=await to_thread.run_sync(is_installed),
        done=done,
        failed=what if refusal else "",
        form=form or {},
        errors=errors,
    )


async def _may_work(session: AsyncSession, who: Identity, dossier: Dossier) -> bool:
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    return Doing.SCAN in allowed_actions(dossier.standing(), steps, worker_of(who))


def _address(on: OnScan) -> str:
    return f"/mot-cua/ho-so/{on.dossier_id}/ban-quet/{on.paper_id}"


def _errors(what: str, refusal: Refusal | None) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    found = [(f"{what}-{error.pointer.strip('/')}", error.sentence) for error in refusal.fields]
    return found or [("", sentence_for(refusal, TEXTS))]

"""Giving results to the post, and writing down what became of them. Actions write; who calls commits."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead, note_hand_over, save_change
from one_stop.dossiers.books import POST_LISTS
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.rules import SIGNED, Doing
from one_stop.forms.render import POST_LIST
from one_stop.forms.rule_sets import RuleSet
from one_stop.post_lists.models import PostItem, PostList
from one_stop.post_lists.queries import BY_POST, get_item, get_list, list_items
from one_stop.post_lists.rules import ItemState, number_words, require_day, require_sent, require_some
from one_stop.post_lists.schemas import Delivering, Posting, TrackingNumbers
from one_stop.post_lists.sheets import list_fields
from one_stop.results.queries import list_results
from one_stop.returns.actions import refuse_returned, return_by_post
from one_stop.returns.queries import hold_dossier
from shared.access.identity import Identity
from shared.contracts.values import Applicant
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.storage.database import driver_connection
from shared.work import numbering
from shared.work.numbering import Series

Who = tuple[Identity, Worker]


async def hand_to_post(session: AsyncSession, prints: PrintShop, who: Who, posting: Posting) -> PostList:
    """Lập bảng kê giao bưu điện: all that was chosen, or, where one cannot go by post, nothing."""
    identity, worker = who
    require_some(posting.dossiers)
    list_id, now = posting.list_id or new_id(), clock.now()
    if await session.get(PostList, list_id) is not None:
        raise Conflict("post_list_written_already")
    # In one order for everybody, so that nobody waits in a circle.
    dossiers = [await _to_post(session, worker, dossier_id) for dossier_id in sorted(set(posting.dossiers))]
    items = [await _item(session, list_id, place, dossier) for place, dossier in enumerate(dossiers, 1)]
    year = now.astimezone(clock.VIETNAM).year
    number = await numbering.take(await driver_connection(session), Series(worker.agency_code, POST_LISTS, year))
    data = list_fields(await letterhead(session, worker.agency_code), number_words(number, year), posting, items, who)
    name = f"bang-ke-buu-dien-{year}-{number:03d}.pdf"
    printed = await prints.print_form(POST_LIST, RuleSet.ND118_2025, data, name)
    made = _made(list_id, worker, posting, (year, number), now, len(items))
    made.sha256, made.size, made.file_name = printed.file.sha256, printed.file.size, printed.file.name
    made.snapshot = printed.snapshot
    session.add(made)
    await session.flush()
    await _give(session, worker, made, dossiers, items)
    await evidence.record(
        session, "results-posted", f"post-list/{list_id}", identity, number=made.named, items=len(items)
    )
    return made


def _made(
    list_id: UUID, worker: Worker, posting: Posting, numbered: tuple[int, int], at: datetime, amount: int
) -> PostList:
    return PostList(
        id=list_id,
        agency_code=worker.agency_code,
        year=numbered[0],
        number=numbered[1],
        carrier=posting.carrier,
        at=at,
        by_id=worker.person_id,
        by_name=worker.name,
        post=worker.post,
        actor_title=worker.title,
        on_behalf_of=worker.behalf,
        amount=amount,
        waiting=amount,
        files=[],
    )


async def _to_post(session: AsyncSession, worker: Worker, dossier_id: UUID) -> Dossier:
    """Held until the act is over; refused by its code where it does not wait for the post."""
    dossier = await hold_dossier(session, dossier_id, worker.agency_code)
    await refuse_returned(session, dossier)
    code = dossier.code or dossier.applicant_name
    if dossier.status not in SIGNED:
        raise Conflict("result_not_waiting")
    if dossier.with_post == ItemState.SENT:
        raise Conflict("result_with_post", dossier=code)
    if dossier.return_channel != BY_POST:
        raise Conflict("result_not_by_post", dossier=code)
    if not (dossier.return_address or dossier.applicant.get("address")):
        raise Conflict("post_address_missing", dossier=code)
    return dossier


async def _item(session: AsyncSession, list_id: UUID, position: int, dossier: Dossier) -> PostItem:
    to, results = Applicant.model_validate(dossier.applicant), await list_results(session, dossier.id)
    return PostItem(
        id=new_id(),
        list_id=list_id,
        dossier_id=dossier.id,
        position=position,
        code=dossier.code or "",
        receiver_name=to.full_name,
        address=dossier.return_address or to.address,
        phone=to.phone,
        result="; ".join(f"{result.title}, số {result.number}" for result in results),
        tracking="",
        state=ItemState.SENT.value,
        decided_by_name="",
        note="",
    )


async def _give(
    session: AsyncSession, worker: Worker, made: PostList, dossiers: Sequence[Dossier], items: Sequence[PostItem]
) -> None:
    session.add_all(items)
    for dossier in dossiers:
        dossier.with_post = ItemState.SENT.value
        await save_change(session)
        note = f"Bảng kê số {made.named}, {made.carrier}"
        await _note(session, dossier, Doing.POSTED, worker, made.at, note)


async def _note(session: AsyncSession, dossier: Dossier, act: Doing, worker: Worker, at: datetime, note: str) -> None:
    await note_hand_over(session, dossier, act, worker, at, (dossier.step_code, dossier.step_name), note)


async def write_tracking(session: AsyncSession, who: Who, list_id: UUID, numbers: TrackingNumbers) -> PostList:
    """Ghi mã bưu gửi of those that are still on their way."""
    identity, worker = who
    post_list = await get_list(session, list_id, worker.agency_code, lock=True)
    items = {item.id: item for item in await list_items(session, list_id)}
    for one in numbers.items:
        item = items.get(one.item_id)
        if item is None:
            raise Invalid("invalid_input", fields=[FieldError("/items", "item_unknown", _UNKNOWN)])
        if one.tracking == item.tracking:
            continue
        require_sent(item.state)
        item.tracking = one.tracking
    _refuse_same(list(items.values()))
    await session.flush()
    facts = {"numbers": sum(bool(item.tracking) for item in items.values())}
    await evidence.record(session, "tracking-written", f"post-list/{list_id}", identity, **facts)
    return post_list


def _refuse_same(items: Sequence[PostItem]) -> None:
    """Two results never travel under one number."""
    seen: set[str] = set()
    for item in items:
        if item.tracking and item.tracking in seen:
            twice = FieldError(
                f"/tracking.{item.id}", "tracking_twice", f"Mã bưu gửi {item.tracking} ghi cho hai hồ sơ."
            )
            raise Invalid("invalid_input", fields=[twice])
        seen.add(item.tracking)


async def deliver(session: AsyncSession, who: Who, list_id: UUID, item_id: UUID, done: Delivering) -> PostList:
    """Đã phát: the post has brought it, which returns the result."""
    _, worker = who
    post_list = await get_list(session, list_id, worker.agency_code, lock=True)
    item = await get_item(session, post_list, item_id)
    require_sent(item.state)
    handed = post_list.at.astimezone(clock.VIETNAM).date()
    require_day(done.delivered_on, handed, clock.local_now().date())
    dossier = await hold_dossier(session, item.dossier_id, worker.agency_code)
    at = _moment(done.delivered_on, post_list.at)
    _decide(post_list, item, worker, ItemState.DELIVERED, f"Người ký nhận: {done.receiver}")
    await return_by_post(session, who, dossier, at, (done.receiver, item.tracking))
    return post_list


def _moment(day: date, handed: datetime) -> datetime:
    """Of a past day only the day is known: noon stands for it."""
    now = clock.now()
    if day == now.astimezone(clock.VIETNAM).date():
        return now
    return max(handed, datetime.combine(day, time(12), clock.VIETNAM))


async def come_back(session: AsyncSession, who: Who, list_id: UUID, item_id: UUID, reason: str) -> PostList:
    """Bưu điện trả lại: it waits at the counter again, among what nobody has fetched."""
    identity, worker = who
    post_list = await get_list(session, list_id, worker.agency_code, lock=True)
    item = await get_item(session, post_list, item_id)
    require_sent(item.state)
    dossier = await hold_dossier(session, item.dossier_id, worker.agency_code)
    _decide(post_list, item, worker, ItemState.UNDELIVERED, reason)
    dossier.with_post = ItemState.UNDELIVERED.value
    await save_change(session)
    await _note(session, dossier, Doing.UNDELIVERED, worker, clock.now(), reason)
    facts = {"list": post_list.named, "tracking": item.tracking}
    await evidence.record(session, "result-undelivered", f"dossier/{dossier.id}", identity, **facts)
    return post_list


def _decide(post_list: PostList, item: PostItem, worker: Worker, state: ItemState, note: str) -> None:
    item.state, item.note = state.value, note
    item.decided_at, item.decided_by_name = clock.now(), worker.name
    post_list.waiting -= 1


_UNKNOWN = "Bảng kê không có kết quả này: hãy tải lại trang rồi ghi lại."

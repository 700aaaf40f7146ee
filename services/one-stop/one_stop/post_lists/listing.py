"""Danh sách bảng kê giao bưu điện, the newest first."""

from sqlalchemy import select

from one_stop.post_lists.models import PostList
from one_stop.post_lists.queries import of_agency
from shared.access.identity import Identity
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {"": "Tất cả", "open": "Còn bưu gửi chưa rõ", "done": "Đã xong"}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    base, state = of_agency(who.agency_code), chosen.filters["state"]
    if state:
        base = base.where(PostList.waiting > 0 if state == "open" else PostList.waiting == 0)
    if chosen.words:
        base = base.where(PostList.carrier.icontains(chosen.words.replace("\x00", ""), autoescape=True))
    return [Stretch(base, (PostList.at, PostList.id), True)]


POST_LISTS = Listing(
    name="one-stop.post-lists",
    title="Giao bưu điện",
    path="/mot-cua/giao-buu-dien",
    columns=(
        Column("number", "Số bảng kê", lambda row: row.named, width=18),
        Column("at", "Ngày giao", lambda row: row.at, css="lt-whole"),
        Column("carrier", "Bưu điện", lambda row: row.carrier, width=36),
        Column("amount", "Số kết quả", lambda row: row.amount, width=12),
        Column("waiting", "Chưa rõ", lambda row: row.waiting, width=12),
        Column("by", "Người lập", lambda row: row.by_name, width=24, shown=False),
    ),
    rows=select(PostList),
    id=PostList.id,
    stretches=_stretches,
    filters=(Filter("state", "tinh_trang", "Tình trạng", STATES),),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
)

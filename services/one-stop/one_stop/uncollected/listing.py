"""Danh sách kết quả chưa nhận: what has waited longest first."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import defer

from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import RETURN_WAYS
from one_stop.dossiers.queries import search_words
from one_stop.uncollected.queries import waiting_for_collection
from one_stop.uncollected.rules import AGES, REMINDED_BY, days_waiting
from shared.access.identity import Identity
from shared.core import clock
from shared.storage.words import finding, names_one
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

POST_STATES = {"undelivered": "Bưu điện trả lại"}
WAYS = {"": "Tất cả", "counter": "Tại quầy", "online": "Trực tuyến", "post": "Bưu chính"}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    base, age, way = waiting_for_collection(who.agency_code), chosen.filters["age"], chosen.filters["way"]
    if age:
        base = base.where(Dossier.finished_at < clock.now() - timedelta(days=int(age)))
    if way:
        base = base.where(Dossier.return_channel == way)
    words = search_words(chosen.words)
    looked_for, found = Dossier.search_text if words else None, finding(words, (Dossier.agency_code, who.agency_code))
    return [Stretch(base, (Dossier.finished_at, Dossier.id), text=looked_for, found=found, rare=names_one(words))]


def _phone(row: Dossier) -> str:
    return str(row.applicant.get("phone") or "")


def _reminded(row: Dossier) -> str:
    return REMINDED_BY.get(row.reminded_by, "")


UNCOLLECTED = Listing(
    name="one-stop.uncollected",
    title="Kết quả chưa nhận",
    path="/mot-cua/ket-qua-chua-nhan",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code or "", width=26),
        Column("procedure", "Thủ tục", lambda row: row.procedure_name, width=50),
        Column("applicant", "Người nộp", lambda row: row.applicant_name, width=28),
        Column("phone", "Điện thoại", _phone, width=16, css="lt-whole"),
        Column("way", "Đăng ký nhận", lambda row: RETURN_WAYS.get(row.return_channel, ""), width=30, shown=False),
        Column("finished", "Có kết quả", lambda row: row.finished_at, css="lt-whole"),
        Column("days", "Số ngày chờ", lambda row: days_waiting(row.finished_at, clock.now()), width=12),
        Column("post", "Bưu điện", lambda row: POST_STATES.get(row.with_post, ""), width=20),
        Column("reminded", "Nhắc lần cuối", lambda row: row.reminded_at, css="lt-whole"),
        Column("times", "Số lần nhắc", lambda row: row.reminders, width=12, shown=False),
        Column("by", "Cách nhắc", _reminded, width=24, shown=False),
    ),
    rows=select(Dossier).options(defer(Dossier.answers)),
    id=Dossier.id,
    stretches=_stretches,
    filters=(Filter("age", "cho", "Thời gian chờ", AGES), Filter("way", "cach_nhan", "Cách nhận", WAYS)),
    orders={"": "Chờ lâu nhất trước", REVERSE: "Mới có trước"},
    noted=note_look_up,
)

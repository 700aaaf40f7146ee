"""Sổ kết quả đã cấp: the newest first; behind the agency's own, those of agencies whose work it does now."""

from sqlalchemy import select

from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.queries import search_words
from one_stop.result_book.entering import ENTRY_WORDS
from one_stop.result_book.models import BookedResult
from one_stop.result_book.queries import of_former, of_own
from shared.access.identity import Identity
from shared.core.clock import VIETNAM
from shared.standards.result_outcomes import OUTCOME_NAMES, ResultOutcome
from shared.standards.result_states import STATE_NAMES
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {"": "Tất cả", **{state.value: name for state, name in STATE_NAMES.items()}}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    words = search_words(chosen.words)
    text = BookedResult.search_text if words else None
    keys, own = (BookedResult.issued_at, BookedResult.id), (BookedResult.agency_code, who.agency_code)
    found = []
    for base, owner in ((of_own(who.agency_code), own), (of_former(who.agency_code), None)):
        if state := chosen.filters["state"]:
            base = base.where(BookedResult.state.in_(state.split(",")))
        if code := chosen.filters["result_code"]:
            base = base.where(BookedResult.result_code == code.upper(), BookedResult.result_code != "")
        found.append(Stretch(base, keys, True, text=text, found=finding(words, owner)))
    return found


RESULT_BOOK = Listing(
    name="one-stop.result-book",
    title="Sổ kết quả đã cấp",
    path="/mot-cua/ket-qua-da-cap",
    columns=(
        Column("number", "Số, ký hiệu", lambda row: row.number, width=20),
        Column("title", "Kết quả", lambda row: row.title, width=50),
        Column("result_code", "Mã kết quả", lambda row: row.result_code, width=20, shown=False),
        Column("outcome", "Kết luận", lambda row: OUTCOME_NAMES[ResultOutcome(row.outcome)], width=24, shown=False),
        Column("holder", "Người được cấp", lambda row: row.holder_name, width=28),
        Column("procedure", "Thủ tục", lambda row: row.procedure_name, width=50, shown=False),
        Column("source", "Nguồn", lambda row: "Số hóa từ bản giấy" if row.digitised_at else "", width=22, shown=False),
        Column("code", "Mã hồ sơ", lambda row: row.dossier_code, width=26, shown=False),
        Column("issued", "Ngày cấp", lambda row: row.issued_at.astimezone(VIETNAM).date(), css="lt-whole"),
        Column("valid_from", "Có hiệu lực từ", lambda row: row.valid_from, width=14, shown=False),
        Column("valid_until", "Có hiệu lực đến", lambda row: row.valid_until, width=14),
        Column("scope", "Phạm vi", lambda row: row.scope, width=30, shown=False),
        Column("signer", "Người ký", lambda row: row.signed_by_name, width=24, shown=False),
        Column("state", "Hiệu lực", lambda row: row.state_name, width=22),
        Column("entry", "Sổ văn bản đi", lambda row: ENTRY_WORDS.get(row.entry, ""), width=30, shown=False),
        Column("changed", "Thay đổi lần cuối", lambda row: row.changed_at, css="lt-whole", shown=False),
    ),
    rows=select(BookedResult),
    id=BookedResult.id,
    stretches=_stretches,
    filters=(
        Filter("state", "hieu_luc", "Hiệu lực", STATES),
        Filter("result_code", "ma_ket_qua", "Mã kết quả", typed="text", hint="Ví dụ KQ.G07.000122"),
    ),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
    noted=note_look_up,
)

"""Sổ theo dõi hồ sơ: the agency's dossiers that were accepted in a year, in the order of acceptance."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, text
from sqlalchemy.orm import defer, with_expression

from one_stop.dossiers.elsewhere import RECEIVED_ELSEWHERE
from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import RETURN_WAYS
from one_stop.dossiers.queries import search_words, visible_to
from one_stop.dossiers.rules import DUE
from one_stop.forms.render import FORM_TEMPLATES, REGISTER
from one_stop.forms.rule_sets import rule_set_at
from one_stop.returns.rules import RECEIPTS, Receipt
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.core import clock
from shared.core.formats import vn_date
from shared.directory.models import Agency
from shared.printing.forms import Template
from shared.standards.result_outcomes import ResultOutcome
from shared.storage.words import finding, names_one
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

_NAME = select(Agency.name).where(Agency.code == Dossier.agency_code).scalar_subquery()
NAMED_ELSEWHERE = case((Dossier.term_from.is_not(None), _NAME), else_="")


def year_of(chosen: Chosen) -> int:
    return int(chosen.filters["year"] or clock.local_now().year)


def template_of(rows: list[Any]) -> Template:
    """The form under the rule-set of the newest dossier that is printed."""
    rule_set = rows[-1].rule_set if rows else rule_set_at(clock.now())
    return FORM_TEMPLATES[rule_set, REGISTER]


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    # In the order of acceptance: an agency has codes of two generations, and those of the agencies that were merged into it.
    year, agency = year_of(chosen), who.agency_code
    first, after = (datetime(day, 1, 1, tzinfo=clock.VIETNAM) for day in (year, year + 1))
    in_year, keys = (Dossier.received_at >= first, Dossier.received_at < after), (Dossier.received_at, Dossier.id)
    words = search_words(chosen.words)
    looked_for, found = Dossier.search_text if words else None, finding(words, (Dossier.agency_code, agency))
    own = Stretch(visible_to(agency).where(*in_year), keys, text=looked_for, found=found, rare=names_one(words))
    # Few were taken in for others; words among them are looked for as they are read.
    elsewhere = [text(RECEIVED_ELSEWHERE), *(finding(words)(Dossier.search_text, False) if words else ())]
    for_others = select(Dossier).where(
        Dossier.received_agency_code == agency, Dossier.agency_code != agency, *in_year, *elsewhere
    )
    return [replace(own, beside=(Stretch(for_others, own.keys),))]


def _where(row: Dossier) -> str:
    """Địa chỉ, số điện thoại."""
    of = row.owner or row.applicant
    return "; ".join(filter(None, (str(of.get("address") or ""), str(row.applicant.get("phone") or ""))))


def _name(row: Dossier) -> str:
    owner = str((row.owner or {}).get("full_name", ""))
    return f"{owner} (người nộp: {row.applicant_name})" if owner and owner != row.applicant_name else row.applicant_name


def _note(row: Dossier) -> str:
    """What the other columns do not say: a date that was promised anew, how it ended, where it stands."""
    moved = row.due_at if row.due_at != row.due_original else None
    elsewhere = "Tiếp nhận không phụ thuộc địa giới" if row.competent_name else ""
    return "; ".join(filter(None, (elsewhere, f"Hẹn lại {vn_date(moved)}" if moved else "", _standing_words(row))))


def _standing_words(row: Dossier) -> str:
    if row.result_outcome in (ResultOutcome.REFUSED, ResultOutcome.PARTIAL):
        return TEXTS[f"outcome.{row.result_outcome}"]
    return "" if row.status in DUE or row.returned_at else TEXTS[f"status.{row.status}"]


def _receipt(row: Dossier) -> str:
    online = row.returned_at and row.return_channel == Receipt.ONLINE
    return RECEIPTS[row.return_receipt or Receipt.ONLINE] if row.return_receipt or online else ""


def _holder(row: Dossier) -> str:
    """Who has it; before that, which agency decides, where another received it."""
    return ", ".join(filter(None, (row.competent_name or "", row.holder_name or row.step_name)))


DOSSIER_REGISTER = Listing(
    name="one-stop.register",
    title="Sổ theo dõi hồ sơ",
    path="/mot-cua/so-theo-doi",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code, width=26),
        Column("procedure", "Tên thủ tục hành chính", lambda row: row.matter, width=50),
        Column("sets", "Số bộ", lambda row: row.sets, width=8),
        Column("applicant", "Tên cá nhân, tổ chức", _name, width=30),
        Column("address", "Địa chỉ, số điện thoại", _where, width=40),
        Column("holder", "Nơi, người giải quyết", _holder, width=26),
        Column("received", "Nhận", lambda row: row.received_at, css="lt-whole"),
        Column("promised", "Hẹn trả", lambda row: row.due_original, css="lt-whole"),
        Column("returned", "Trả kết quả", lambda row: row.returned_at, css="lt-whole"),
        Column("way", "Phương thức nhận kết quả", lambda row: RETURN_WAYS.get(row.return_channel, ""), width=24),
        Column("receipt", "Ký nhận", _receipt),
        Column("note", "Ghi chú", _note, width=24),
    ),
    rows=select(Dossier).options(defer(Dossier.answers), with_expression(Dossier.competent_name, NAMED_ELSEWHERE)),
    id=Dossier.id,
    stretches=_stretches,
    filters=(Filter("year", "nam", "Năm", pattern="([2-9][0-9]{3})?"),),
    orders={"": "Theo ngày tiếp nhận, cũ trước", REVERSE: "Theo ngày tiếp nhận, mới trước"},
    noted=note_look_up,
)

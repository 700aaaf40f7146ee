"""Mẫu 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả: what was handed in, by whom and for whom, what it costs and until when."""

from collections.abc import Iterable, Sequence
from typing import Any

from one_stop.dossiers.handed_in import Representation
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import (
    PROVISIONAL,
    Letterhead,
    made_by,
    owner_fields,
    person_fields,
    return_way,
    term_words,
)
from one_stop.dossiers.rules import Channel
from one_stop.procedures.fees import MOMENTS
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.values import Applicant
from shared.core.formats import money

FEE_WAYS = {"none": "Miễn phí", "at_intake": "Thu khi tiếp nhận hồ sơ", "at_return": "Thu khi trả kết quả"}
KINDS_OF_COPY = {"originals": "bản chính", "certified_copies": "bản sao chứng thực", "copies": "bản sao"}
TWO_COPIES = "Giấy này lập thành 02 liên: một liên giao người nộp hồ sơ, một liên chuyển kèm hồ sơ."
FILED_ONLINE = "Hồ sơ nộp trực tuyến: người nộp hồ sơ không phải ký vào giấy này."


def asked_papers(procedure: ProcedureVersion, case_code: str, codes: Iterable[str]) -> list[dict[str, Any]]:
    """The papers of these codes, in the numbers that the case of the procedure asks for."""
    wanted = set(codes)
    return [
        {"code": paper.code, "name": paper.name, **{kind: getattr(paper, kind) for kind in KINDS_OF_COPY}}
        for paper in procedure.papers_of(case_code)
        if paper.code in wanted
    ]


def receipt_fields(
    head: Letterhead,
    dossier: Dossier,
    procedure: ProcedureVersion,
    papers: Sequence[dict[str, Any]],
    officer: tuple[str, str],
    address: str,
) -> dict[str, Any]:
    """`papers`: what came, as `asked_papers` gives it; `officer`: full name and title."""
    serial = (dossier.code or "").rsplit("-", 1)[-1]
    shown, terms = ("name", *KINDS_OF_COPY), dossier.terms(procedure)
    standing = Representation.model_validate(dossier.representation).words() if dossier.representation else ""
    return head.fields() | {
        "code": dossier.code,
        "procedure": dossier.matter,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "representation": standing,
        "fee_way": _fee_words(procedure, dossier),
        "papers": [{name: paper[name] for name in shown} for paper in papers],
        "sets": dossier.sets,
        "term": term_words(terms.term_amount, terms.term_unit),
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "due_note": PROVISIONAL if dossier.due_provisional else "",
        "return_way": return_way(dossier),
        "book": f"{dossier.received_at:%Y}" if dossier.received_at else "",
        "serial": serial,
        **made_by(officer),
        "hotline": head.province.hotline,
        "secret": dossier.lookup_secret,
        "lookup_address": f"{address}/tra-cuu",
        "lookup_url": f"{address}/tra-cuu?ma={dossier.code}&khoa={dossier.lookup_secret}",
        "signature_note": FILED_ONLINE if dossier.channel == Channel.ONLINE else TWO_COPIES,
    }


def _fee_words(procedure: ProcedureVersion, dossier: Dossier) -> str:
    fee = dossier.fee_due
    if procedure.has_fee_table:
        return (
            "; ".join(
                f"{item.name} {money(item.amount)}, {MOMENTS[item.collected]}" for item in dossier.fees(procedure)
            )
            or FEE_WAYS["none"]
        )
    if procedure.cases and not fee:
        return FEE_WAYS["none"]
    way = FEE_WAYS.get(procedure.fee_collected, "")
    return f"{way}, {money(fee)}" if fee and way else way

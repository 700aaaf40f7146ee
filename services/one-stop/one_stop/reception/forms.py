"""Between the page of reception and what it sends: names of its boxes, days in three boxes, copies counted in a row a paper."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from one_stop.dossiers.receipt import KINDS_OF_COPY
from one_stop.intake.schemas import CounterReception
from one_stop.page_forms import read_form
from one_stop.procedures.models import ProcedurePaper, ProcedureVersion
from one_stop.walk_ins.models import WalkIn
from shared.contracts.values import ProcedureCase
from shared.core.errors import FieldError, Invalid

T = TypeVar("T", bound=CounterReception)

_DAYS = tuple(name for name in CounterReception.model_fields if name.endswith(("_date", "_issued_on")))
_TEXTS = tuple(
    name for name in CounterReception.model_fields if name not in (*_DAYS, "paper_codes", "papers", "answers")
)
PREFIX = "tk-"
"""Before the names of the e-form's boxes, beside those of the page."""


ON_PAPER = "paper"
"""Tờ khai giấy: the declaration came written, and is not typed in."""


def typed_in(texts: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the boxes, to be read or shown again: days as their three parts."""
    days = {name: {part: texts.get(f"{name}-{part}", "") for part in ("day", "month", "year")} for name in _DAYS}
    return dict(texts) | {name: parts for name, parts in days.items() if any(part.strip() for part in parts.values())}


def errors_at_boxes(fields: Iterable[FieldError]) -> tuple[list[FieldError], list[FieldError]]:
    """For the summary and the page's own boxes; and for the boxes of the e-form, by field."""
    found = [(error.pointer.removeprefix("/answers/"), error) for error in fields]
    at = [(name.split("/")[0] if error.pointer.startswith("/answers/") else "", error) for name, error in found]
    of_form = [FieldError(f"/{name}", error.code, error.sentence) for name, error in at if name]
    return [FieldError(f"/{PREFIX}{n}", e.code, e.sentence) if n else e for n, e in at], of_form


def read_reception(typed: Mapping[str, Any], ticked: list[str]) -> CounterReception:
    """Checked, or a refusal at the boxes of the page."""
    return _read(CounterReception, typed, ticked, {})


def _read(model: type[T], typed: Mapping[str, Any], ticked: list[str], more: Mapping[str, Any]) -> T:
    given = {name: typed[name] for name in _TEXTS if name in typed} | {n: typed[n] for n in _DAYS if n in typed}
    counted = [code for code in ticked if any(f"{kind}.{code}" in typed for kind in KINDS_OF_COPY)]
    papers = [
        {"code": code} | {kind: str(typed.get(f"{kind}.{code}", "")).strip() or "0" for kind in KINDS_OF_COPY}
        for code in counted
    ]
    given |= {"papers": papers, "paper_codes": [code for code in ticked if code not in counted]}
    given["answers"] = typed.get("answers") if typed.get("declared") != ON_PAPER else None
    if typed.get("return_channel") != "post":
        given.pop("return_address", None)  # its box is there for the post alone
    given |= more
    try:
        return read_form(model, given)
    except Invalid as refusal:
        raise Invalid(refusal.code, fields=[_on_page(error, counted) for error in refusal.fields]) from refusal


def case_shown(procedure: ProcedureVersion, typed: Mapping[str, Any]) -> ProcedureCase | None:
    """Trường hợp whose papers the page asks for; None while it must still be chosen."""
    offered = procedure.offered()
    if len(offered) == 1:
        return offered[0]
    return next((case for case in offered if case.code == typed.get("case_code", "")), None)


def read_slip(model: type[T], typed: Mapping[str, Any], ticked: list[str], procedure: ProcedureVersion | None) -> T:
    """The same with what the slip says: each paper with a note, and required ones that were not ticked."""
    items = [
        {"paper_code": paper.code, "note": note}
        for paper in (procedure.papers_of(str(typed.get("case_code", ""))) if procedure else ())
        if (note := str(typed.get(f"note.{paper.code}", "")).strip() or _absent(paper, ticked))
    ]
    said = {name: typed.get(name, "") for name in ("reason", "legal_basis")}
    return _read(model, typed, ticked, said | ({"items": items} if "items" in model.model_fields else {}))


def _absent(paper: ProcedurePaper, ticked: list[str]) -> str:
    return "Chưa có trong hồ sơ." if paper.required and paper.code not in ticked else ""


def _on_page(error: FieldError, counted: list[str]) -> FieldError:
    """A count at fault is shown at its row; nothing else has a place of its own there."""
    parts = error.pointer.strip("/").split("/")
    if parts[0] != "papers" or len(parts) < 2:
        return error
    code = counted[int(parts[1])]
    sentence = error.sentence if len(parts) == 2 else "Số bản là số từ 0 đến 99."
    return FieldError(f"/paper.{code}", error.code, sentence)


def typed_before(walk_in: WalkIn) -> tuple[dict[str, Any], list[str]]:
    """What stands in the boxes when somebody who was guided comes back, and the papers he had then."""
    known = dict(walk_in.typed)
    papers, codes = known.pop("papers", []), list(known.pop("paper_codes", []))
    for paper in papers:
        known |= {f"{kind}.{paper['code']}": str(paper[kind] or "") for kind in KINDS_OF_COPY}
    known["declared"] = ON_PAPER if known.get("answers", {}) is None else ""
    return known | {"walk_in_id": str(walk_in.id)}, codes + [paper["code"] for paper in papers]


def counts_shown(papers: Iterable[ProcedurePaper], typed: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """For each paper what its boxes hold: as typed, else as the case asks."""
    return {
        paper.code: {kind: str(typed.get(f"{kind}.{paper.code}", getattr(paper, kind) or "")) for kind in KINDS_OF_COPY}
        for paper in papers
    }

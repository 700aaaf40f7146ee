"""What the counter looks at before it takes a dossier: which case it is, and whether what that asks for is on the table."""

from collections.abc import Callable
from typing import Any

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.receipt import asked_papers
from one_stop.intake.schemas import CounterReception
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.values import ProcedureCase
from shared.core.errors import Conflict, FieldError, Invalid


def case_chosen(procedure: ProcedureVersion, code: str) -> ProcedureCase:
    """Trường hợp of what is handed in: nobody is asked where there is one; raises Invalid at its box otherwise."""
    offered = procedure.offered()
    known = next((case for case in offered if case.code == code), None)
    if known is not None:
        return known
    if len(offered) == 1 and not code:
        return offered[0]
    sentence = "Thủ tục không có trường hợp này." if code else "Hãy chọn trường hợp của hồ sơ."
    raise Invalid(
        "invalid_input", fields=[FieldError("/case_code", "case_unknown" if code else "case_missing", sentence)]
    )


def case_filed(procedure: ProcedureVersion, code: str) -> ProcedureCase:
    """What was filed is opened all the same: which case it is, the counter says before it accepts (`refuse_caseless`)."""
    offered = procedure.offered()
    return offered[0] if len(offered) == 1 else procedure.case(code)


def refuse_caseless(dossier: Dossier, procedure: ProcedureVersion) -> None:
    """Term, fee and papers are those of a case; one that the version does not have is put right first."""
    if dossier.case_code not in {case.code for case in procedure.offered()}:
        raise Conflict("case_not_known")


def papers_brought(procedure: ProcedureVersion, case_code: str, new: CounterReception) -> list[dict[str, Any]]:
    """A receipt says that the dossier is complete (NĐ 118/2025, Điều 17), so every required paper must have come."""
    counted = new.counted()
    given = {*new.paper_codes, *counted, *(made_from_form(procedure, case_code) if new.answers is not None else ())}
    asked = procedure.papers_of(case_code)
    known = {paper.code: paper for paper in asked}
    if any(code not in known for code in given):
        raise Invalid(
            "invalid_input",
            fields=[
                FieldError("/paper_codes", "paper_unknown", "Thành phần hồ sơ không thuộc thủ tục, trường hợp này.")
            ],
        )
    absent = [paper.name for paper in asked if paper.required and paper.code not in given]
    if absent:
        sentence = "Hồ sơ còn thiếu: " + "; ".join(absent) + "."
        raise Invalid("invalid_input", fields=[FieldError("/paper_codes", "papers_missing", sentence)])
    return [paper | counted.get(paper["code"], {}) for paper in asked_papers(procedure, case_code, given)]


def made_from_form(procedure: ProcedureVersion, case_code: str) -> set[str]:
    """The declaration itself, where the e-form is filled in: nobody is asked to write it once more."""
    made = {str(paper["code"]) for paper in procedure.row()["papers"] if paper.get("from_form")}
    return made & {paper.code for paper in procedure.papers_of(case_code)}


def together(*checks: Callable[[], Any]) -> list[Any]:
    """What each check gives, or all that has to be mended at once: what each refuses, in their order."""
    faults: list[FieldError] = []
    given = []
    for check in checks:
        try:
            given.append(check())
        except Invalid as refusal:
            faults += refusal.fields
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return given

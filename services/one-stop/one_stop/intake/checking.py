"""What the counter looks at before it takes a dossier: is what the procedure asks for on the table."""

from typing import Any

from one_stop.dossiers.receipt import asked_papers
from one_stop.intake.schemas import CounterReception
from one_stop.procedures.models import ProcedureVersion
from shared.core.errors import FieldError, Invalid


def papers_brought(procedure: ProcedureVersion, new: CounterReception) -> list[dict[str, Any]]:
    """A receipt says that the dossier is complete (NĐ 118/2025, Điều 17), so every required paper must have come."""
    counted = new.counted()
    given = {*new.paper_codes, *counted}
    known = {paper.code: paper for paper in procedure.papers}
    if any(code not in known for code in given):
        raise Invalid(
            "invalid_input",
            fields=[FieldError("/paper_codes", "paper_unknown", "Thành phần hồ sơ không thuộc thủ tục này.")],
        )
    absent = [paper.name for paper in procedure.papers if paper.required and paper.code not in given]
    if absent:
        sentence = "Hồ sơ còn thiếu: " + "; ".join(absent) + "."
        raise Invalid("invalid_input", fields=[FieldError("/paper_codes", "papers_missing", sentence)])
    return [paper | counted.get(paper["code"], {}) for paper in asked_papers(procedure, given)]

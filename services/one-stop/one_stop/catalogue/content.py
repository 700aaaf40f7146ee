"""What a procedure says, between a form of the screen and a row of the province's file."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from one_stop.catalogue.boxes import Code, Named, Part, Text, Words, whole_number
from one_stop.catalogue.branch_lines import BranchLines, branch_rows, typed_branches
from one_stop.catalogue.case_lines import Case, OwnFee, typed_case
from one_stop.catalogue.fee_lines import FeeLine, typed_fee
from one_stop.catalogue.file_lines import FileNamed, Files, file_row, typed_file
from one_stop.catalogue.legal_lines import LegalLine, typed_legal
from one_stop.catalogue.result_lines import ResultLine, typed_result
from one_stop.procedures.rules import INFORMATION, PARENT, StepAction
from one_stop.procedures.words import ABOVE
from shared.core.fields import Paragraphs
from shared.standards.typed import Unreadable
from shared.standards.vietnamese import fold
from shared.standards.working_time import TermUnit

MOST_CASES = 20
MOST_FEES = 40
MOST_LEGAL = 60
MOST_PAPERS = 60
MOST_RESULTS = 20
MOST_STEPS = 30


class Sector(Part):
    code: Code = ""
    name: Named = ""


class Term(Part):
    amount: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=1000)] = 0
    """0 while it is not known."""
    unit: TermUnit = TermUnit.WORKING_DAYS


class Extension(Part):
    times: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=9)] = 0
    amount: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=1000)] = 0
    basis: Words = ""


Copies = Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=99)]


class Paper(Part):
    """Thành phần hồ sơ."""

    code: Code = ""
    name: Named
    originals: Copies = 0
    certified_copies: Copies = 0
    copies: Copies = 0
    required: bool = False
    from_form: bool = False
    cases: list[Code] = Field(default_factory=list)
    """Codes of the cases that ask for it; none: every case."""
    blank: FileNamed = ""
    """SHA-256 of the mẫu đơn."""

    def row(self, code: str, files: Files) -> dict[str, Any]:
        said = self.model_dump(exclude={"code", "from_form", "cases", "blank"}) | {"code": code}
        said |= {"cases": self.cases} if self.cases else {}
        said |= file_row("blank", self.blank, files)
        return said | ({"from_form": True} if self.from_form else {})


class When(Part):
    field: Code = ""
    kind: Literal["at_least", "below", "one_of"] = "at_least"
    value: Words = ""

    def row(self) -> dict[str, Any]:
        if self.kind == "one_of":
            return {"field": self.field, "one_of": [one.strip() for one in self.value.split(",") if one.strip()]}
        number = self.value.replace(".", "").replace(",", ".")
        return {"field": self.field, self.kind: float(number) if "." in number else int(number)}


def _numeric(when: When) -> When:
    try:
        when.row()
    except ValueError:
        raise Unreadable("number_wrong") from None
    return when


class Consults(Part):
    hours: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=480)] = 0
    of: Words = ""
    """Codes of agencies, or the words for the one above, with commas between."""

    def row(self) -> dict[str, Any]:
        places = [one.strip() for one in self.of.split(",") if one.strip()]
        return {"hours": self.hours, "of": [PARENT if one.lower() == ABOVE else one for one in places]}


class Step(Part):
    """Bước trong quy trình nội bộ."""

    code: Code = ""
    name: Named
    role: Literal["counter-officer", "specialist", "leader"]
    hours: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=9999)] = 0
    actions: list[StepAction] = Field(default_factory=list)
    when: Annotated[When, AfterValidator(_numeric)] | None = None
    consults: Consults | None = None
    parallel: BranchLines = ""
    at: Words = ""
    """Code of another agency that does the step, or the words for the one above."""

    def row(self, code: str) -> dict[str, Any]:
        said: dict[str, Any] = {"code": code, "name": self.name, "role": self.role, "hours": self.hours}
        said["actions"] = [str(action) for action in self.actions]
        if self.when is not None:
            said["when"] = self.when.row()
        if place := self.at.strip():
            said["at"] = PARENT if place.lower() == ABOVE else place
        if branches := branch_rows(self.parallel):
            said["parallel"] = branches
        return said | ({"consults": self.consults.row()} if self.consults is not None else {})


class Details(Part):
    """Nội dung công khai, in words (`ProcedureDetails`)."""

    sequence: Text = ""
    at_counter: Text = ""
    online: Text = ""
    by_post: Text = ""
    subjects: Text = ""
    conditions: Text = ""
    legal_basis: Text = ""


class Content(Part):
    """Nội dung thủ tục."""

    name: Named = ""
    synonyms: Paragraphs = ""
    tier: Literal["province", "district", "commune"]
    level: Annotated[int, Field(ge=1, le=4)]
    sector: Sector = Field(default_factory=Sector)
    agencies: Annotated[list[Code], Field(max_length=500)]
    term: Term
    on_the_spot: bool = False
    """Giải quyết ngay tại quầy được; giấy tiếp nhận chỉ cấp khi người nộp yêu cầu."""
    supplement_days: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=365)] = 0
    extension: Extension = Field(default_factory=Extension)
    fee: OwnFee = None
    """None while it is not known."""
    fee_collected: Literal["none", "at_intake", "at_return"]
    form: Code = ""
    result: Words = ""
    result_book: Code = ""
    """Loại văn bản in whose book results are numbered; empty: the one-stop's own series."""
    results: Annotated[list[ResultLine], Field(max_length=MOST_RESULTS)] = Field(default_factory=list)
    """Kết quả theo danh mục quốc gia."""
    fees: Annotated[list[FeeLine], Field(max_length=MOST_FEES)] = Field(default_factory=list)
    """Bảng phí, lệ phí; where there is one the sums are counted from it."""
    cases: Annotated[list[Case], Field(max_length=MOST_CASES)] = Field(default_factory=list)
    papers: Annotated[list[Paper], Field(max_length=MOST_PAPERS)] = Field(default_factory=list)
    steps: Annotated[list[Step], Field(max_length=MOST_STEPS)] = Field(default_factory=list)
    details: Details = Field(default_factory=Details)
    legal_documents: Annotated[list[LegalLine], Field(max_length=MOST_LEGAL)] = Field(default_factory=list)
    """Văn bản căn cứ, one by one."""

    def row(self, code: str, before: Mapping[str, Any], files: Files) -> dict[str, Any]:
        """A row of the province's file; what the screens do not know of it stays as it was before."""
        kept = {name: said for name, said in before.items() if name not in _OPTIONAL}
        same = ("name", "tier", "level", "agencies", "supplement_days", "fee_collected", "form")
        papers = _coded(_same_by_name(self.papers), lambda number: f"{code}-TP{number:02}")
        steps = _coded(self.steps, lambda number: f"step-{number}")
        said = kept | {"code": code} | {name: getattr(self, name) for name in same}
        said["sector"] = self.sector.model_dump()
        if self.term.amount:
            said["term"] = {"amount": self.term.amount, "unit": self.term.unit.value}
        maybe = {name: getattr(self, name) for name in ("fee", "result", "result_book")}
        said |= {name: known for name, known in maybe.items() if known not in (None, "")}
        if self.papers or self.level not in INFORMATION:
            said["papers"] = [paper.row(known, files) for paper, known in zip(self.papers, papers, strict=True)]
        said["steps"] = [step.row(known) for step, known in zip(self.steps, steps, strict=True)]
        if self.cases:
            known = [case.code or f"TH{number}" for number, case in enumerate(self.cases, 1)]
            unit = self.term.unit.value
            said["cases"] = [case.row(name, unit) for case, name in zip(self.cases, known, strict=True)]
        if self.results:
            said["results"] = [result.row(files) for result in self.results]
        if self.fees:
            said["fees"] = [fee.row(f"PLP{number:02}") for number, fee in enumerate(self.fees, 1)]
            said.pop("fee", None)
        if self.extension.times or self.extension.amount or self.extension.basis:
            said["extension"] = self.extension.model_dump()
        said |= {"on_the_spot": True} if self.on_the_spot else {}
        if synonyms := [line.strip() for line in self.synonyms.split("\n") if line.strip()]:
            said["synonyms"] = synonyms
        if details := {name: words for name, words in self.details.model_dump().items() if words}:
            said["details"] = details
        return said | ({"legal_documents": legal} if (legal := [one.row() for one in self.legal_documents]) else {})


_OPTIONAL = (
    "synonyms",
    "extension",
    "decision",
    "details",
    "term",
    "fee",
    "papers",
    "result",
    "results",
    "cases",
    "fees",
    "on_the_spot",
    "legal_documents",
    "result_book",
)


def _same_by_name(papers: list[Paper]) -> list[Paper]:
    """A paper that was added for another case under the name of one that is there is the same paper, in other numbers."""
    known: dict[str, str] = {}
    found = []
    for paper in papers:
        name = fold(paper.name)
        same = known.get(name, "") if paper.cases and not paper.code else ""
        found.append(paper.model_copy(update={"code": same}) if same else paper)
        if paper.code and paper.cases:
            known.setdefault(name, paper.code)
    return found


def _coded(parts: list[Any], new: Callable[[int], str]) -> list[str]:
    """The codes of all; what is new gets the next that is free."""
    taken = {part.code for part in parts if part.code}
    found = []
    for part in parts:
        code = part.code
        if not code or (code in found and not getattr(part, "cases", ())):
            code = next(new(number) for number in count(1) if new(number) not in taken)
        taken.add(code)
        found.append(code)
    return found


def typed_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the province's file as the form of the screen has it."""
    typed = {name: said for name, said in row.items() if name not in ("no", "decision", "steps")}
    typed["synonyms"] = "\n".join(row.get("synonyms", ()))
    typed["steps"] = [_typed_step(step) for step in row["steps"]]
    typed["cases"] = [typed_case(case) for case in row.get("cases", ())]
    typed["results"] = [typed_result(result) for result in row.get("results", ())]
    typed["fees"] = [typed_fee(fee) for fee in row.get("fees", ())]
    typed["papers"] = [{**paper, **typed_file("blank", paper)} for paper in row.get("papers", ())]
    typed["legal_documents"] = [typed_legal(document) for document in row.get("legal_documents", ())]
    return typed


def _typed_step(step: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(step)
    if step.get("at") == PARENT:
        typed["at"] = ABOVE
    if parallel := step.get("parallel"):
        typed["parallel"] = typed_branches(parallel)
    if when := step.get("when"):
        kind = next(kind for kind in ("at_least", "below", "one_of") if kind in when)
        value = ", ".join(when[kind]) if kind == "one_of" else str(when[kind])
        typed["when"] = {"field": when["field"], "kind": kind, "value": value}
    if consults := step.get("consults"):
        places = (ABOVE if one == PARENT else one for one in consults.get("of", ()))
        typed["consults"] = {"hours": consults["hours"], "of": ", ".join(places)}
    return typed

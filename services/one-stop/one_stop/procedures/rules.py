"""Steps of a procedure: who works at each, for how long, and what may be done there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from one_stop.procedures.branches import check_forks
from one_stop.procedures.cases import CASE_FIELD, check_case_condition, check_cases, with_cases
from one_stop.procedures.faults import Fault as Fault
from one_stop.procedures.fees import check_fees
from one_stop.procedures.legal_documents import check_legal_documents
from one_stop.procedures.places import check_places
from one_stop.procedures.results import check_results


class StepAction(StrEnum):
    """Thao tác riêng của một bước: what not every step has. The acts that each one has are in the table of steps (`dossiers.rules`)."""

    ASSIGN = "assign"  # phân công
    REQUEST_SUPPLEMENT = "request_supplement"  # yêu cầu bổ sung
    APPROVE = "approve"  # phê duyệt, ký
    RETURN_RESULT = "return_result"  # trả kết quả


@dataclass(frozen=True)
class Step:
    """Bước trong quy trình nội bộ."""

    position: int
    code: str
    name: str
    role: str
    hours: int
    actions: frozenset[str]
    at: str = ""
    """Cơ quan của bước: code of another agency than has the dossier, or `PARENT`; empty: the agency that has it."""
    forks: bool = False
    """Bước song song (`branches`)."""

    @property
    def signs(self) -> bool:
        return StepAction.APPROVE in self.actions


UNLABELLED = {"content": "Nội dung yêu cầu giải quyết"}
"""What the counter types is no field of an e-form."""


def title_of(labels: Sequence[Mapping[str, Any]], field: str) -> str:
    """What people call a field of the e-form; its name where the e-form is not known."""
    return next((str(label["title"]) for label in labels if label["name"] == field), UNLABELLED.get(field, field))


NONE: frozenset[int] = frozenset()


def step_after(steps: Sequence[Step], position: int, skipped: Collection[int] = NONE) -> Step | None:
    """The next one that this dossier goes through."""
    return next((step for step in steps[position + 1 :] if step.position not in skipped), None)


def step_before(steps: Sequence[Step], position: int, skipped: Collection[int] = NONE) -> Step | None:
    """The one to which it is given back."""
    return next((step for step in reversed(steps[:position]) if step.position not in skipped), None)


def own_step_before(steps: Sequence[Step], position: int, skipped: Collection[int] = NONE) -> Step:
    """The last one before it that the agency that has the dossier does itself; the reception is always one."""
    return next(step for step in reversed(steps[:position]) if not step.at and step.position not in skipped)


@dataclass(frozen=True)
class When:
    """Điều kiện của một bước: which answers of the e-form a dossier goes through it with.

    As data: `{"field": "area", "at_least": 500}`, `{"field": "area", "below": 500}` or `{"field": "kind", "one_of": ["new", "more"]}`.
    """

    field: str
    at_least: float | None = None
    below: float | None = None
    one_of: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, Any], labels: Sequence[Mapping[str, Any]], at: str = "") -> "When":
        """Raise a fault at the step `at` for what no answer of this e-form could decide."""
        at = f"{at}/when"
        if said.get("field") == CASE_FIELD:
            check_case_condition(at, said, labels)
        label = next((label for label in labels if label["name"] == said.get("field")), None)
        if label is None:
            raise Fault(at, f"Bước có điều kiện theo mục “{said.get('field')}” mà tờ khai không hỏi.")
        if len(said) != 2 or not said.keys() <= {"field", "at_least", "below", "one_of"}:
            raise Fault(
                at, f"Điều kiện theo mục “{label['name']}” phải là một trong: từ, dưới, là một trong các giá trị."
            )
        when = cls(str(label["name"]), said.get("at_least"), said.get("below"), tuple(said.get("one_of", ())))
        choices = label.get("choices") or {}
        if "one_of" in said and not when.one_of:
            raise Fault(at, f"Không hồ sơ nào qua bước này: mục “{label['name']}” không có giá trị nào được chọn.")
        if unknown := [one for one in when.one_of if choices and one not in choices]:
            raise Fault(at, f"Mục “{label['name']}” của tờ khai không có giá trị {', '.join(unknown)}.")
        return when

    def fails(self, answers: Mapping[str, Any]) -> bool:
        """What is not answered, as at the counter, decides nothing: the step is gone through."""
        answer = answers.get(self.field)
        if answer is None or answer == "":
            return False
        if self.one_of:
            given = answer if isinstance(answer, list) else [answer]
            return not {str(one) for one in given} & set(self.one_of)
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return False
        return (self.at_least is not None and answer < self.at_least) or (
            self.below is not None and answer >= self.below
        )


def skipped_steps(whens: Mapping[int, When], answers: Mapping[str, Any]) -> list[int]:
    """Positions of the steps that a dossier with these answers does not go through."""
    return sorted(position for position, when in whens.items() if when.fails(answers))


def check_conditions(steps: Sequence[Step], whens: Mapping[int, When]) -> None:
    """Reception, the last signature and the return are everybody's; raise a fault otherwise."""
    fixed = {0, len(steps) - 2, len(steps) - 1, *[step.position for step in steps if step.signs][-1:]}
    if held := sorted(fixed & whens.keys()):
        name = steps[held[0]].name
        raise Fault(f"/steps/{held[0]}/when", f"Hồ sơ nào cũng qua bước “{name}” nên bước này không có điều kiện.")
    examined = [step.position for step in steps[1:] if not step.signs and step.position not in whens]
    if not any(steps[position].role == "specialist" for position in examined):
        sentence = "Cần ít nhất một bước của chuyên viên mà hồ sơ nào cũng qua, để có người dự thảo kết quả."
        raise Fault("/steps", sentence)


def drafting_step(steps: Sequence[Step], skipped: Collection[int] = NONE) -> Step:
    """Where the result is drafted: the last step before those that approve and sign."""
    first = next(step.position for step in steps if step.signs)
    drafts = step_before(steps, first, skipped)
    assert drafts is not None
    return drafts


def signed_before(steps: Sequence[Step], position: int) -> bool:
    """Kết quả phần đầu đã ký: the fork comes after the signature, so whoever is there has a result that counts already."""
    return not steps[position].signs and any(step.signs for step in steps[:position])


def check_steps(steps: Sequence[Step]) -> None:
    """A procedure begins and ends at the counter; it is approved and signed in steps that follow each other. Raise a fault otherwise."""
    last = len(steps) - 1
    if last < 2:
        raise Fault("/steps", "Quy trình có ít nhất ba bước: tiếp nhận, giải quyết, trả kết quả.")
    if [step.position for step in steps] != list(range(last + 1)):
        raise Fault("/steps", "Các bước phải được đánh số liền nhau từ đầu.")
    if steps[0].role != "counter-officer":
        raise Fault("/steps/0/role", "Bước đầu tiên là tiếp nhận, do cán bộ một cửa làm.")
    if StepAction.RETURN_RESULT not in steps[-1].actions:
        raise Fault(f"/steps/{last}/actions", "Bước cuối cùng phải có thao tác trả kết quả.")
    signing = [step.position for step in steps if step.signs]
    end = (
        last - 1 if steps[last - 1].forks else last
    )  # liên thông: the first result is signed, then others do their parts
    if not signing or signing != list(range(end - len(signing), end)):
        sentence = "Các bước phê duyệt, ký phải liền nhau và ngay trước bước trả kết quả."
        raise Fault(f"/steps/{last - 1}/actions", sentence)
    if negative := next((step for step in steps if step.hours < 0), None):
        raise Fault(f"/steps/{negative.position}/hours", "Số giờ của bước không được âm.")


def check_extension(times: int, amount: int, basis: str) -> None:
    """What a procedure says of extensions is whole, with the law that allows them, or not there; raise a fault otherwise."""
    said = (times > 0, amount > 0, bool(basis.strip()))
    if any(said) and not all(said):
        sentence = "Gia hạn cần đủ: số lần, mỗi lần bao nhiêu, căn cứ pháp lý; không cho gia hạn thì để trống cả ba."
        raise Fault("/extension/basis", sentence)


PARENT = "parent"
"""Cơ quan cấp trên trực tiếp, among those that a step consults: whichever it is of the agency that has the dossier."""


def check_consults(position: int, said: Mapping[str, Any] | None) -> None:
    """Raise a fault for what the dossier's page could not offer."""
    if said is None:
        return
    hours, places = said.get("hours"), said.get("of", [])
    if not isinstance(hours, int) or hours < 1 or not all(isinstance(place, str) and place for place in places):
        sentence = "Lấy ý kiến cần thời hạn là số giờ làm việc từ 1 trở lên, và nơi được hỏi ghi bằng mã cơ quan."
        raise Fault(f"/steps/{position}/consults", sentence)


INFORMATION = (1, 2)
"""Mức độ 1, 2 (NĐ 43/2011): the page informs and has forms to download. Nothing is filed online; steps may be missing."""
_CONTENT: dict[str, Any] = {"term": {"amount": 0, "unit": "working_days"}, "fee": 0, "papers": (), "result": ""}
"""What a row may leave out while nobody knows it."""


def whole(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the province's file with what it leaves out, and `updating`: what pages call “đang cập nhật”."""
    known = row if not row.get("fees") else {"fee": 0, **row}
    return {**_CONTENT, **known, "updating": [name for name in _CONTENT if name not in known]}


def check_level(row: Mapping[str, Any]) -> None:
    """Only what is filed online has an e-form; only what has no steps may lack term and result. Raise a fault otherwise."""
    if row["level"] in INFORMATION and row["form"]:
        sentence = "Mức độ 1, 2 không nộp trực tuyến: hãy bỏ chọn tờ khai điện tử, hoặc chọn mức độ 3, 4."
        raise Fault("/form", sentence)
    if row["level"] not in INFORMATION and not row["form"]:
        raise Fault("/form", "Mức độ 3, 4 nộp trực tuyến: hãy chọn tờ khai điện tử.")
    if row["steps"] and row["term"]["amount"] < 1:
        raise Fault("/term/amount", "Có quy trình giải quyết thì thời hạn phải từ 1 trở lên.")
    if row["steps"] and not row["result"]:
        raise Fault("/result", "Có quy trình giải quyết thì hãy nhập kết quả.")


def faults_of(row: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Every rule that a procedure's row breaks, the first fault of each: no dossier could go through it.

    A procedure of level 1 or 2 without steps is a page alone.
    """
    row = whole(row)
    if not row["steps"] and row["level"] in INFORMATION:
        return [fault for fault in [_fault_of(lambda: check_level(row))] if fault is not None] + _listed(row)
    rows = row["steps"]
    steps = _steps_of(rows)
    extension = row.get("extension") or {"times": 0, "amount": 0, "basis": ""}
    checks: list[Callable[[], object]] = [lambda: check_level(row), lambda: check_steps(steps)]
    checks.append(lambda: check_places(rows))
    checks.append(lambda: check_forks(rows))
    checks.append(lambda: check_extension(**extension))
    checks += [partial(check_consults, i, step.get("consults")) for i, step in enumerate(rows)]
    whens: dict[int, When] = {}
    labels = with_cases(labels, row.get("cases", ()))

    def read(position: int, said: Mapping[str, Any]) -> None:
        whens[position] = When.read(said, labels, f"/steps/{position}")

    checks += [partial(read, i, step["when"]) for i, step in enumerate(rows) if step.get("when")]
    if len(steps) > 2:  # what is too short has its fault
        checks.append(lambda: check_conditions(steps, whens))
    return [fault for fault in map(_fault_of, checks) if fault is not None] + _listed(row)


def _listed(row: Mapping[str, Any]) -> list[Fault]:
    """Faults of what stands in lists beside the steps."""
    return check_cases(row) + check_fees(row) + check_results(row) + check_legal_documents(row)


def _steps_of(rows: Sequence[Mapping[str, Any]]) -> list[Step]:
    return [
        Step(
            i,
            s["code"],
            s["name"],
            s["role"],
            s["hours"],
            frozenset(s["actions"]),
            s.get("at", ""),
            bool(s.get("parallel")),
        )
        for i, s in enumerate(rows)
    ]


def _fault_of(check: Callable[[], object]) -> Fault | None:
    try:
        check()
    except Fault as fault:
        return fault
    return None

"""Whether an open dossier may go on under another version of its procedure. Pure values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from one_stop.dossiers.sets import IN_WORK
from one_stop.procedures.cases import CASE_FIELD, asked_by, declared_cases, with_cases
from one_stop.procedures.rules import StepAction, When, skipped_steps
from shared.contracts.values import ProcedureCase
from shared.standards.dossier_status import DossierStatus


class Stay(StrEnum):
    """Lý do hồ sơ giữ quy trình cũ."""

    NOT_IN_WORK = "not-in-work"  # chưa tiếp nhận, chờ bổ sung, hoặc đã ký kết quả
    STEP_GONE = "step-gone"  # bước đang đứng không còn
    STEP_SKIPPED = "step-skipped"  # hồ sơ không đi qua bước đang đứng
    CASE_GONE = "case-gone"  # trường hợp không còn
    FORM_OTHER = "form-other"  # tờ khai khác
    AGENCY_GONE = "agency-gone"  # cơ quan không còn thẩm quyền
    PAPER_GONE = "paper-gone"  # giấy tờ đã nộp không còn trong thành phần
    TERM_LONGER = "term-longer"  # thời hạn dài hơn
    LATE_AT_ONCE = "late-at-once"  # thành quá hạn ngay


STAY_WORDS: dict[Stay, str] = {
    Stay.NOT_IN_WORK: "Chưa tiếp nhận, đang chờ bổ sung hoặc đã ký kết quả",
    Stay.STEP_GONE: "Quy trình mới không có bước hồ sơ đang đứng, hoặc bước đó do vai trò khác làm",
    Stay.STEP_SKIPPED: "Theo điều kiện của quy trình mới, hồ sơ không đi qua bước đang đứng",
    Stay.CASE_GONE: "Quy trình mới không có trường hợp của hồ sơ",
    Stay.FORM_OTHER: "Quy trình mới dùng tờ khai khác",
    Stay.AGENCY_GONE: "Cơ quan đang giải quyết không còn thẩm quyền",
    Stay.PAPER_GONE: "Giấy tờ đã nhận không còn trong thành phần hồ sơ",
    Stay.TERM_LONGER: "Thời hạn mới dài hơn hoặc tính theo đơn vị khác: ngày hẹn của người dân không được muộn hơn",
    Stay.LATE_AT_ONCE: "Theo thời hạn mới thì hồ sơ quá hạn ngay",
}


@dataclass(frozen=True)
class Target:
    """Phiên bản mới, as a row of the province's file says it."""

    steps: Mapping[str, tuple[int, str]]
    """Position and role, by code."""
    whens: Mapping[int, When]
    papers: Mapping[str, Sequence[tuple[str, ...]]]
    """By code, the cases that ask for it; none of them: every case."""
    agencies: frozenset[str]
    form: str
    cases: Mapping[str, ProcedureCase]
    """By code; the one of a procedure that declares none has an empty one."""
    after_signature: frozenset[str] = frozenset()
    """Steps at which a first result counts already: whoever has none would never get away from there."""

    @classmethod
    def of(cls, row: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> "Target":
        steps, term, declared = list(row["steps"]), row["term"], declared_cases(row)
        cases = declared or [ProcedureCase.only(term["amount"], term["unit"], row.get("fee") or 0)]
        known = with_cases(labels, [{"code": case.code, "name": case.name} for case in declared])
        papers: dict[str, list[tuple[str, ...]]] = {}
        for paper in row["papers"]:
            papers.setdefault(paper["code"], []).append(tuple(paper.get("cases", ())))
        return cls(
            {step["code"]: (position, step["role"]) for position, step in enumerate(steps)},
            {place: When.read(step["when"], known) for place, step in enumerate(steps) if step.get("when")},
            papers,
            frozenset(row["agencies"]),
            row.get("form") or "",
            {case.code: case for case in cases},
            frozenset(
                step["code"] for place, step in enumerate(steps) if step.get("parallel") and _signs(steps[:place])
            ),
        )

    def asks_for(self, paper: str, case: str) -> bool:
        return any(asked_by(cases, case) for cases in self.papers.get(paper, ()))


@dataclass(frozen=True)
class Running:
    """Hồ sơ đang giải quyết, as far as it matters here."""

    status: DossierStatus
    step_code: str
    step_role: str
    agency_code: str
    form: str
    case: str
    channel: str
    """`counter`, `online`, `post`."""
    papers: frozenset[str]
    answers: Mapping[str, Any]
    term: tuple[int, str]
    """Of its case and channel, under the version that it runs under."""
    signed: bool = False
    """Its first result counts already (liên thông nhóm thủ tục)."""


def _signs(steps: Sequence[Mapping[str, Any]]) -> bool:
    return any(StepAction.APPROVE in step.get("actions", ()) for step in steps)


def why_stays(one: Running, target: Target) -> Stay | None:
    """None where it may go on under the new version; whether it would be late at once is asked of the calendar besides."""
    position, role = target.steps.get(one.step_code, (-1, ""))
    case = target.cases.get(one.case)
    terms = case.on(one.channel) if case else None
    skipped = skipped_steps(target.whens, {**one.answers, CASE_FIELD: one.case})
    longer = terms is None or terms.term_unit != one.term[1] or terms.term_amount > one.term[0]
    checks = (
        (one.status not in IN_WORK or one.signed, Stay.NOT_IN_WORK),
        (position < 0 or role != one.step_role or one.step_code in target.after_signature, Stay.STEP_GONE),
        (case is None, Stay.CASE_GONE),
        (one.form != target.form, Stay.FORM_OTHER),
        (position in skipped, Stay.STEP_SKIPPED),
        (one.agency_code not in target.agencies, Stay.AGENCY_GONE),
        (not all(target.asks_for(paper, one.case) for paper in one.papers), Stay.PAPER_GONE),
        (longer, Stay.TERM_LONGER),
    )
    return next((stay for stays, stay in checks if stays), None)

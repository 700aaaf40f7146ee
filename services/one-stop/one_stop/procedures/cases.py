"""Trường hợp of a procedure (TRUONGHOP): its papers, and its term and fee over each channel. Pure values.

In a row of the province's file: `cases` with code and name, and where they are not the procedure's own `term`, `fee` and by channel
`channels`; a paper names the cases that ask for it in `cases`, none for all. A procedure that declares none has one case without a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from one_stop.procedures.faults import Fault
from shared.contracts.values import ProcedureCase
from shared.standards.vietnamese import fold

CHANNELS = {"counter": "Nộp trực tiếp", "online": "Nộp trực tuyến", "post": "Nộp qua bưu chính"}
CASE_FIELD = "@case"
"""What the condition of a step asks instead of a field of the e-form: which case the dossier is."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def declared_cases(row: Mapping[str, Any]) -> list[ProcedureCase]:
    """With what they take from the procedure filled in."""
    return [_case(said, row) for said in row.get("cases", ())]


def _case(said: Mapping[str, Any], row: Mapping[str, Any]) -> ProcedureCase:
    own = _terms(said, _terms(row, {}))
    channels = [{"channel": channel} | _terms(more, own) for channel, more in said.get("channels", {}).items()]
    return ProcedureCase.model_validate({"code": said["code"], "name": said["name"], "channels": channels} | own)


def _terms(said: Mapping[str, Any], otherwise: Mapping[str, Any]) -> dict[str, Any]:
    term = said.get("term")
    known = {"term_amount": term["amount"], "term_unit": term["unit"]} if term else {}
    return {**otherwise, **known, **({"fee": said["fee"]} if said.get("fee") is not None else {})}


def matter_words(procedure_name: str, case_name: str) -> str:
    """Việc gì, as papers and registers name it."""
    return f"{procedure_name} (trường hợp: {case_name})" if case_name else procedure_name


def asked_by(cases: Iterable[str], code: str) -> bool:
    """Whether a paper with these cases is one of that case."""
    return not cases or code in cases


def with_cases(labels: Sequence[Mapping[str, Any]], cases: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What a condition of a step may ask: the e-form's fields, and which case it is where there are several."""
    if not cases:
        return list(labels)
    choices = {case["code"]: case["name"] for case in cases}
    return [*labels, {"name": CASE_FIELD, "title": "Trường hợp", "choices": choices}]


def check_case_condition(at: str, said: Mapping[str, Any], labels: Iterable[Mapping[str, Any]]) -> None:
    """Raise a fault for a step of cases that the procedure does not have."""
    known: Mapping[str, str] = next((label["choices"] for label in labels if label["name"] == CASE_FIELD), {})
    unknown = [str(one) for one in said.get("one_of", ()) if one not in known]
    if unknown or not said.get("one_of"):
        sentence = f"Bước có điều kiện theo trường hợp {', '.join(unknown) or '(chưa ghi)'} mà thủ tục không có."
        raise Fault(at, sentence)


def check_cases(row: Mapping[str, Any]) -> list[Fault]:
    """What no dossier could be received by."""
    cases, papers = row.get("cases", ()), row["papers"]
    codes = [str(case["code"]) for case in cases]
    faults = [fault for place in range(len(cases)) for fault in _faults_at(place, cases, row)]
    for place, paper in enumerate(papers):
        if unknown := [code for code in paper.get("cases", ()) if code not in codes]:
            sentence = f"Giấy tờ ghi trường hợp {', '.join(unknown)} mà thủ tục không có."
            faults.append(Fault(f"/papers/{place}/cases", sentence))
    return faults + _papers_twice(papers, codes)


def _faults_at(place: int, cases: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> list[Fault]:
    case, before, at = cases[place], cases[:place], f"/cases/{place}"
    code, name = str(case["code"]), str(case["name"])
    faults = []
    if not _CODE.fullmatch(code):
        sentence = "Mã trường hợp gồm chữ không dấu, số, dấu chấm, gạch; không quá 40 ký tự."
        faults.append(Fault(f"{at}/code", sentence))
    if any(one["code"] == code for one in before):
        faults.append(Fault(f"{at}/code", f"Mã trường hợp {code} đã dùng; mỗi trường hợp một mã."))
    if any(fold(str(one["name"])) == fold(name) for one in before):
        faults.append(Fault(f"{at}/name", f"Đã có trường hợp tên “{name}”; hai trường hợp phải khác tên."))
    if row["papers"] and not any(asked_by(paper.get("cases", ()), code) for paper in row["papers"]):
        sentence = f"Trường hợp “{name}” chưa có giấy tờ nào, trong khi thủ tục có thành phần hồ sơ."
        faults.append(Fault(f"{at}/name", sentence))
    if unknown := case.get("channels", {}).keys() - CHANNELS.keys():
        faults.append(Fault(f"{at}/channels", f"Không có kênh {', '.join(sorted(unknown))}."))
    return faults + _faults_of_terms(at, case, row)


def _faults_of_terms(at: str, case: Mapping[str, Any], row: Mapping[str, Any]) -> list[Fault]:
    extended, unit = (row.get("extension") or {}).get("times"), row["term"]["unit"]
    places = {at: case} | {f"{at}/channels/{channel}": said for channel, said in case.get("channels", {}).items()}
    found = []
    if "fee" in row.get("updating", ()) and case.get("fee") is None:
        found.append(
            Fault(f"{at}/fee", "Thủ tục chưa ghi phí chung nên mỗi trường hợp phải ghi phí, không thu thì ghi 0.")
        )
    if not row["term"]["amount"] and not case.get("term"):
        found.append(
            Fault(f"{at}/term/amount", "Thủ tục chưa ghi thời hạn chung nên mỗi trường hợp phải ghi thời hạn.")
        )
    for place, said in places.items():
        term, fee = said.get("term"), said.get("fee")
        if term and term["amount"] < 1:
            found.append(
                Fault(f"{place}/term/amount", "Thời hạn của trường hợp từ 1 trở lên; để trống thì theo thủ tục.")
            )
        if term and extended and term["unit"] != unit:
            sentence = "Thủ tục cho gia hạn thì thời hạn của mọi trường hợp tính cùng một đơn vị."
            found.append(Fault(f"{place}/term/amount", sentence))
        elif term and place != at and term["unit"] != (case.get("term") or row["term"])["unit"]:
            sentence = "Thời hạn của một trường hợp tính cùng một đơn vị ở mọi kênh."
            found.append(Fault(f"{place}/term/amount", sentence))
        if fee is not None and fee < 0:
            found.append(Fault(f"{place}/fee", "Phí, lệ phí không được âm."))
    return found


def _papers_twice(papers: Sequence[Mapping[str, Any]], codes: Sequence[str]) -> list[Fault]:
    """One paper may be listed for several cases in other numbers, but once in each."""
    faults = []
    for case in codes or [""]:
        asked = [(i, str(p["code"])) for i, p in enumerate(papers) if asked_by(p.get("cases", ()), case)]
        counted = Counter(code for _, code in asked)
        for code in (code for code, times in counted.items() if times > 1):
            last = max(place for place, one in asked if one == code)
            faults.append(Fault(f"/papers/{last}/code", f"Giấy tờ {code} ghi hai lần trong cùng một trường hợp."))
    return faults

"""Two versions of a procedure, compared in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from one_stop.dossiers.printing import term_words
from one_stop.procedures.cases import CHANNELS, declared_cases
from one_stop.procedures.fees import FeeItem, item_words
from one_stop.procedures.legal_documents import legal_documents, words_of
from one_stop.procedures.results import BOOKS, UPDATING, DeclaredResult, declared_results
from one_stop.procedures.rules import whole
from one_stop.procedures.words import file_words, step_words
from shared.contracts.values import ProcedureCase, Terms
from shared.core.formats import fee_words, vn_date

TIERS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
LEVELS = {
    1: "Mức độ 1 (thông tin)",
    2: "Mức độ 2 (thông tin, biểu mẫu tải về)",
    3: "Mức độ 3 (một phần)",
    4: "Mức độ 4 (toàn trình)",
}
COLLECTED = {"none": "Không thu", "at_intake": "Thu khi tiếp nhận", "at_return": "Thu khi trả kết quả"}
DETAILS = {
    "sequence": "Trình tự thực hiện",
    "at_counter": "Cách thức: nộp trực tiếp",
    "online": "Cách thức: nộp trực tuyến",
    "by_post": "Cách thức: nộp qua bưu chính",
    "subjects": "Đối tượng thực hiện",
    "conditions": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
}
ABSENT = "—"
_CONTENT = {"term": "Thời hạn giải quyết", "fee": "Phí, lệ phí", "papers": "Giấy tờ", "result": "Kết quả"}


@dataclass(frozen=True)
class Difference:
    """Một điểm khác."""

    what: str
    before: str
    after: str


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], names: Mapping[str, str]
) -> list[Difference]:
    """Every point in which they differ; of a new procedure all it says. `names`: of agencies by their codes."""
    old, new = facts_of(before, names) if before else {}, facts_of(after, names)
    found = [Difference(what, old.get(what, ABSENT), said) for what, said in new.items() if old.get(what) != said]
    found += [Difference(what, said, ABSENT) for what, said in old.items() if what not in new]
    return found + (_orders(before, after) if before else [])


def facts_of(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """What a procedure says, each point in words."""
    row = whole(row)
    unit = row["term"]["unit"]
    facts = {
        "Tên thủ tục": row["name"],
        "Tên người dân hay gọi": "; ".join(row.get("synonyms", ())),
        "Cấp giải quyết": TIERS.get(row["tier"], row["tier"]),
        "Mức độ": f"Mức độ {row['level']}",
        "Lĩnh vực": f"{row['sector']['name']} ({row['sector']['code']})",
        "Cơ quan giải quyết": "; ".join(sorted(names.get(code, code) for code in row["agencies"])),
        "Thời hạn giải quyết": term_words(row["term"]["amount"], unit),
        "Giải quyết ngay tại quầy": "Có" if row.get("on_the_spot") else "",
        "Thời hạn bổ sung hồ sơ": f"{row['supplement_days']} ngày" if row["steps"] else "",
        "Gia hạn": _extension(row.get("extension"), unit),
        "Phí, lệ phí": fee_words(row["fee"]),
        "Thu phí, lệ phí": ""
        if "fee" in row["updating"]
        else COLLECTED.get(row["fee_collected"], row["fee_collected"]),
        "Tờ khai điện tử": row["form"],
        "Kết quả": row["result"],
        "Quyết định công bố": decision_words(row.get("decision")),
    }
    facts |= {words: row.get("details", {}).get(name, "") for name, words in DETAILS.items()}
    cases = {case["code"]: case["name"] for case in row.get("cases", ())}
    facts |= {f"Trường hợp “{case.name}”": _case(case) for case in declared_cases(row)}
    facts |= {
        f"Khoản thu “{fee['name']}” ({fee['code']})": item_words(FeeItem.read(fee)) for fee in row.get("fees", ())
    }
    if row.get("fees"):
        facts |= {"Phí, lệ phí": "Theo bảng phí, lệ phí", "Thu phí, lệ phí": ""}
    facts |= {f"Kết quả theo danh mục “{one.name}”": _result(one) for one in declared_results(row)}
    facts["Sổ lấy số kết quả"] = BOOKS.get(book, book) if (book := row.get("result_book", "")) else ""
    if not row.get("results"):
        facts["Kết quả theo danh mục"] = UPDATING.capitalize()
    facts |= {f"Văn bản căn cứ {one.number}": words_of(one) for one in legal_documents(row)}
    facts |= {_paper_title(paper, cases): _paper(paper) for paper in row["papers"]}
    facts |= {f"Bước “{step['name']}”": "; ".join(step_words(step, names, cases)) for step in row["steps"]}
    facts |= {_CONTENT[name]: "Đang cập nhật" for name in row["updating"]}
    return {what: said for what, said in facts.items() if said}


def decision_words(decision: Mapping[str, Any] | None) -> str:
    if not decision:
        return ""
    return f"Số {decision['number']} ngày {vn_date(decision['day'])} của {decision['agency']}"


def _extension(said: Mapping[str, Any] | None, unit: str) -> str:
    if not said or not said["times"]:
        return ""
    return f"{said['times']} lần, mỗi lần không quá {term_words(said['amount'], unit)}; căn cứ: {said['basis']}"


def _case(case: ProcedureCase) -> str:
    """Its term and fee, and where a channel has its own, those."""
    said = [_terms_words(case), *(f"{CHANNELS[one.channel].lower()}: {_terms_words(one)}" for one in case.channels)]
    return "; ".join([f"mã {case.code}", *said])


def _terms_words(terms: Terms) -> str:
    return f"{term_words(terms.term_amount, terms.term_unit)}, {fee_words(terms.fee).lower()}"


def _paper_title(paper: Mapping[str, Any], cases: Mapping[str, str]) -> str:
    of = "; ".join(cases.get(code, code) for code in paper.get("cases", ()))
    return f"Giấy tờ {paper['code']}" + (f" (trường hợp: {of})" if of else "")


def _paper(paper: Mapping[str, Any]) -> str:
    kinds = (("originals", "bản chính"), ("certified_copies", "bản sao chứng thực"), ("copies", "bản sao"))
    counts = [f"{paper[kind]} {words}" for kind, words in kinds if paper[kind]]
    must = "bắt buộc" if paper["required"] else "không bắt buộc"
    made = ["lập từ tờ khai điện tử"] if paper.get("from_form") else []
    blank = f"; mẫu đơn: {file_words(paper['blank'])}" if paper.get("blank") else ""
    return f"{paper['name']} ({', '.join([*counts, must, *made])}){blank}"


def _result(one: DeclaredResult) -> str:
    return f"{one.words}; mẫu kết quả: {file_words(one.sample)}" if one.sample else one.words


def _orders(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Papers and steps that both have, where they follow each other otherwise."""
    found = []
    before, after = whole(before), whole(after)
    for what, part in (("Thứ tự giấy tờ", "papers"), ("Thứ tự các bước", "steps")):
        old, new = ({one["code"]: one["name"] for one in row[part]} for row in (before, after))
        was, now = [code for code in old if code in new], [code for code in new if code in old]
        if was != now:
            found.append(Difference(what, " → ".join(old[c] for c in was), " → ".join(new[c] for c in now)))
    return found

"""A procedure of tests with two cases: other papers, terms and fees, over each channel."""

from typing import Any

from one_stop.procedures.actions import publish_procedure

CODE = "9.990001"
NEW, LOST = "cap-moi", "bi-mat"
CASES: list[dict[str, Any]] = [
    {
        "code": NEW,
        "name": "Cấp lần đầu",
        "term": {"amount": 10, "unit": "working_days"},
        "fee": 200_000,
        "channels": {"online": {"term": {"amount": 7, "unit": "working_days"}, "fee": 100_000}},
    },
    {"code": LOST, "name": "Giấy đã cấp bị mất", "channels": {"post": {"fee": 15_000}}},
]


def paper(code: str, name: str, *cases: str, **more: Any) -> dict[str, Any]:
    said = {"code": code, "name": name, "originals": 1, "certified_copies": 0, "copies": 0, "required": True}
    return said | ({"cases": list(cases)} if cases else {}) | more


PAPERS = [
    paper("DON", "Đơn đề nghị"),
    paper("VE", "Bản vẽ", NEW),
    paper("CK", "Cam kết về việc mất giấy", LOST),
    paper("ANH", "Ảnh chân dung", NEW, copies=2),
    paper("ANH", "Ảnh chân dung", LOST, required=False),
]


def cased_row(office: Any, **changed: Any) -> dict[str, Any]:
    """The row of the procedure as the province's file would have it; without a case it takes 20 days and costs nothing."""
    base = office.procedures["chung"]
    said = {"code": CODE, "name": "Cấp giấy thử nghiệm", "papers": PAPERS, "cases": CASES, "fee": 0}
    term = {"term": {"amount": 20, "unit": "working_days"}, "fee_collected": "at_intake"}
    return {**base, **said, **term, **changed}


async def publish(office: Any, **changed: Any) -> None:
    async with office.database.sessions.begin() as session:
        await publish_procedure(session, cased_row(office, **changed), [])


def brought(*papers: str, **more: Any) -> dict[str, Any]:
    """What the counter sends."""
    person = {"full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
    return {"procedure_code": CODE, "paper_codes": list(papers)} | person | more

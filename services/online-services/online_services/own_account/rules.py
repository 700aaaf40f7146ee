"""What a counter must see before the number of an account counts as its holder's. Pure values."""

from dataclasses import dataclass
from datetime import timedelta

PAPERS = {
    "enterprise": "Giấy chứng nhận đăng ký doanh nghiệp",
    "cooperative": "Giấy chứng nhận đăng ký hợp tác xã",
    "household": "Giấy chứng nhận đăng ký hộ kinh doanh",
    "founding": "Quyết định thành lập",
    "other": "Giấy tờ pháp lý khác",
}
CAPACITIES = {"legal-representative": "Người đại diện theo pháp luật", "authorised": "Người được ủy quyền"}
CARD, HOLDER = "card", "holder"
KIND_WORDS = {CARD: "Thẻ căn cước", **PAPERS}
CAPACITY_WORDS = {HOLDER: "Chủ tài khoản", **CAPACITIES}
CODE_LIVES = timedelta(hours=24)
"""Of a recovery code: until then what was seen may come to count."""
_LONGEST = 200


@dataclass(frozen=True)
class Shown:
    """Giấy tờ đã xem of who stands at the counter for an organisation."""

    paper_kind: str = ""
    paper_number: str = ""
    person_name: str = ""
    capacity: str = ""
    authority: str = ""
    papers_seen: bool = False
    """The officer has the originals, and name and tax code on them are the account's."""


def findings_of(shown: Shown) -> list[tuple[str, str]]:
    """Pairs of field and finding code, in the order of the form."""
    found = []
    if shown.paper_kind not in PAPERS:
        found.append(("paper_kind", "paper_kind_missing"))
    if not 1 <= len(shown.paper_number) <= _LONGEST:
        found.append(("paper_number", "paper_number_missing"))
    if not 2 <= len(shown.person_name) <= _LONGEST:
        found.append(("person_name", "person_name_missing"))
    if shown.capacity not in CAPACITIES:
        found.append(("capacity", "capacity_missing"))
    if len(shown.authority) > _LONGEST or (shown.capacity == "authorised" and len(shown.authority) < 2):
        found.append(("authority", "authority_missing"))
    if not shown.papers_seen:
        found.append(("papers_seen", "papers_not_seen"))
    return found

"""Who may fetch a result, and what of his identity paper has to agree with the dossier. Pure values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from shared.contracts.values import Applicant
from shared.core.errors import FieldError, Invalid


class Capacity(StrEnum):
    """Tư cách người nhận kết quả."""

    APPLICANT = "applicant"
    OWNER = "owner"
    HOLDER = "holder"
    POST = "post"


CAPACITIES: dict[str, str] = {
    Capacity.APPLICANT: "Người nộp hồ sơ",
    Capacity.OWNER: "Chủ hồ sơ",
    Capacity.HOLDER: "Người được ủy quyền, giới thiệu, đại diện",
    Capacity.POST: "Nhận tại địa chỉ, qua bưu chính",
}


class ShownPaper(StrEnum):
    """Giấy tờ tùy thân người nhận xuất trình."""

    CITIZEN_CARD = "citizen-card"
    ELECTRONIC = "vneid"
    OLD_CARD = "old-card"
    PASSPORT = "passport"
    OTHER = "other"


SHOWN_PAPERS: dict[str, str] = {
    ShownPaper.CITIZEN_CARD: "Thẻ căn cước, căn cước công dân",
    ShownPaper.ELECTRONIC: "Căn cước điện tử (VNeID)",
    ShownPaper.OLD_CARD: "Chứng minh nhân dân",
    ShownPaper.PASSPORT: "Hộ chiếu",
    ShownPaper.OTHER: "Giấy tờ khác có ảnh",
}
PERSONAL = frozenset({ShownPaper.CITIZEN_CARD, ShownPaper.ELECTRONIC})
"""Whose number is the personal identification number."""


class AuthorityPaper(StrEnum):
    """Giấy tờ cho phép nhận thay."""

    AUTHORISATION = "authorisation"
    INTRODUCTION = "introduction"
    REPRESENTATIVE = "representative"
    GUARDIAN = "guardian"


AUTHORITY_PAPERS: dict[str, str] = {
    AuthorityPaper.AUTHORISATION: "Giấy ủy quyền",
    AuthorityPaper.INTRODUCTION: "Giấy giới thiệu của cơ quan, tổ chức",
    AuthorityPaper.REPRESENTATIVE: "Giấy tờ của người đại diện theo pháp luật",
    AuthorityPaper.GUARDIAN: "Giấy tờ của cha, mẹ, người giám hộ",
}


class Receipt(StrEnum):
    """Ký nhận: how it is known that the result was received."""

    PAPER = "paper"
    TABLET = "tablet"
    ONLINE = "online"
    POST = "post"


RECEIPTS: dict[str, str] = {
    Receipt.PAPER: "Ký trên giấy biên nhận",
    Receipt.TABLET: "Ký trên máy tính bảng",
    Receipt.ONLINE: "Điện tử",
    Receipt.POST: "Bưu điện phát",
}


class Compared(StrEnum):
    """Kết quả đối chiếu số giấy tờ với hồ sơ."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


COMPARISONS: dict[str, str] = {
    Compared.SAME: "Khớp số trong hồ sơ",
    Compared.DIFFERENT: "Khác số trong hồ sơ",
    Compared.UNKNOWN: "Hồ sơ không có số để đối chiếu",
}


@dataclass(frozen=True)
class Receiver:
    """Người nhận kết quả."""

    name: str
    capacity: Capacity
    known: tuple[str, ...]
    """Numbers of this person that the dossier has."""

    def compare(self, number: str) -> Compared:
        if not self.known:
            return Compared.UNKNOWN
        return Compared.SAME if bare(number) in map(bare, self.known) else Compared.DIFFERENT


def bare(number: str) -> str:
    """A number without what sets its parts apart."""
    return re.sub(r"[-./]", "", number)


def numbers_of(person: Applicant) -> tuple[str, ...]:
    return tuple(filter(None, (person.personal_id, person.identity_number)))


def collectors(applicant: Applicant, owner: Applicant | None) -> list[tuple[Capacity, Applicant]]:
    """Who may come in person; for an organisation somebody comes with a paper."""
    parties = [(Capacity.APPLICANT, applicant), *([(Capacity.OWNER, owner)] if owner else [])]
    return [(capacity, person) for capacity, person in parties if person.is_person]


def receiver_of(capacity: str, name: str, number: str, parties: Sequence[tuple[Capacity, Applicant]]) -> Receiver:
    """Who stands at the counter. Without a capacity: whose number it is among the parties; Invalid where it is nobody's."""
    if capacity == Capacity.HOLDER:
        return Receiver(name, Capacity.HOLDER, ())
    if capacity:
        person = dict(parties).get(Capacity(capacity))
        if person is None:
            raise Invalid("invalid_input", fields=[FieldError("/capacity", "capacity_wrong", NOT_IN_PERSON)])
        return Receiver(person.full_name, Capacity(capacity), numbers_of(person))
    for own, person in parties:
        if bare(number) in map(bare, numbers_of(person)):
            return Receiver(person.full_name, own, numbers_of(person))
    raise Invalid("invalid_input", fields=[FieldError("/identity_number", "receiver_unknown", UNKNOWN_RECEIVER)])


def require_told(receiver: Receiver, number: str, difference: str) -> Compared:
    """A number that is not the dossier's is said to the officer, and passes with his reason alone."""
    compared = receiver.compare(number)
    if compared is Compared.DIFFERENT and len(difference) < SHORTEST_REASON:
        ends = ", ".join(f"…{known[-3:]}" for known in receiver.known)
        raise Invalid(
            "invalid_input",
            fields=[
                FieldError("/identity_number", "identity_differs", DIFFERS % {"ends": ends}),
                FieldError("/difference", "value_missing", SAY_WHY),
            ],
        )
    return compared


SHORTEST_REASON = 5
NOT_IN_PERSON = (
    "Hồ sơ không có cá nhân này: tổ chức nhận kết quả qua người đại diện hoặc người được giới thiệu, kèm giấy tờ."
)
UNKNOWN_RECEIVER = "Số giấy tờ không phải của người nộp hay chủ hồ sơ: hãy mở hồ sơ để ghi người nhận và giấy ủy quyền."
DIFFERS = (
    "Số trên giấy tờ khác số trong hồ sơ (tận cùng %(ends)s). Hãy kiểm tra lại; nếu đúng người thì ghi rõ vì sao khác."
)
SAY_WHY = "Số giấy tờ khác hồ sơ: hãy ghi vì sao vẫn đúng người, ít nhất 5 ký tự (ví dụ: đã đổi sang thẻ căn cước)."


class Handed(Protocol):
    """Kết quả được trả, as a receipt names it."""

    title: Any
    number: Any
    sha256: Any


def handed(results: Sequence[Handed]) -> list[dict[str, Any]]:
    return [{"title": result.title, "number": result.number, "sha256": result.sha256} for result in results]


def is_whole(collected: Sequence[datetime | None]) -> bool:
    """Hồ sơ đã trả: who has opened every result online has had them all; one that he has not opened keeps the dossier waiting."""
    return bool(collected) and all(collected)


def originals_of(papers: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Bản chính đã nhận: code, name and how many."""
    return [
        {"code": str(paper["code"]), "name": str(paper["name"]), "count": int(paper["originals"])}
        for paper in papers or ()
        if paper.get("code") and paper.get("originals")
    ]


def chosen_originals(received: Sequence[Mapping[str, Any]], codes: Sequence[str]) -> list[dict[str, Any]]:
    """Those that are given back; Invalid for a paper of which no original was received."""
    if set(codes) - {paper["code"] for paper in received}:
        raise Invalid("invalid_input", fields=[FieldError("/original_codes", "original_unknown", NOT_RECEIVED)])
    return [dict(paper) for paper in received if paper["code"] in codes]


NOT_RECEIVED = "Quầy không nhận bản chính của giấy tờ này nên không có gì để trả lại: hãy tải lại trang rồi chọn lại."


def authority_words(kind: str, number: str, day: str) -> str:
    """Giấy ủy quyền số 15/UQ ngày 01/03/2026; empty where the person came himself."""
    return f"{AUTHORITY_PAPERS[kind]} số {number} ngày {day}" if kind else ""


def is_ahead(day: date | None, today: date) -> bool:
    return day is not None and day > today

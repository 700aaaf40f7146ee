"""Whether what a packet says it answers is a document of the agency that got it. Values in, decisions out; nothing is guessed."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from document_exchange.packets.bounds import LONGEST_CODE
from document_exchange.registers.rules import document_key, make_document_code, read_reference
from shared.standards.typed import clean_line, read_code

LONGEST = 2000
MOST = 200
"""Of one packet: more are counted by nobody."""


class Unlinked(StrEnum):
    """Vì sao chưa liên kết."""

    NONE = ""
    UNKNOWN = "unknown"  # cơ quan không phát hành văn bản ấy
    DIFFERS = "differs"  # mã đúng, số hoặc ngày khác
    NOT_SENT = "not_sent"  # không gửi tới nơi trả lời


UNLINKED_LABELS: dict[str, str] = {
    Unlinked.UNKNOWN: "cơ quan chưa phát hành văn bản này",
    Unlinked.DIFFERS: "số, ký hiệu hoặc ngày không khớp văn bản mang mã định danh này",
    Unlinked.NOT_SENT: "văn bản này không gửi tới cơ quan trả lời",
}


@dataclass(frozen=True)
class Named:
    """Văn bản được trả lời, as the packet names it."""

    organ_code: str
    reference: str
    document_code: str
    issued_on: date | None


@dataclass(frozen=True)
class Issued:
    """Văn bản cơ quan đã phát hành, as far as it is compared."""

    codes: Set[str]
    """Mã định danh of the agency that issued it, of either form, now and formerly."""
    reference: str
    issued_on: date | None
    receivers: Set[str]
    """To whom it went."""


def key_of(named: Named) -> str:
    """By which the document is found: its identifier, else the one that organ, number and day make; empty where they do not suffice, and for
    what is longer than any identifier.
    """
    code = named.document_code
    if not code and named.organ_code and named.reference and named.issued_on:
        code = make_document_code(read_code(named.organ_code), named.issued_on, read(named.reference))
    key = document_key(code)
    return key if len(key) <= LONGEST_CODE else ""


def read(reference: str) -> str:
    """Số, ký hiệu, however it was written: `7/STTTT` is `07/STTTT`."""
    number, _, notation = clean_line(reference).partition("/")
    return read_reference(number, notation)


def compare(named: Named, issued: Issued, senders: Set[str]) -> Unlinked:
    """`senders`: who answers, and the agencies whose work it goes on with."""
    organ = read_code(named.organ_code)
    number = document_key(read(named.reference)) if named.reference else ""
    if organ and organ not in issued.codes:
        return Unlinked.DIFFERS
    if number and number != document_key(read(issued.reference)):
        return Unlinked.DIFFERS
    if named.issued_on and named.issued_on != issued.issued_on:
        return Unlinked.DIFFERS
    return Unlinked.NONE if senders & issued.receivers else Unlinked.NOT_SENT

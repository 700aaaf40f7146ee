"""How a document came, and what a document that came without a packet may say (NĐ 30/2020 Điều 3.6, 21, 22)."""

from enum import StrEnum

from shared.standards.document_types import BY_KEY, DOCUMENT_TYPES


class Origin(StrEnum):
    """Cách đến."""

    PACKET = "packet"  # gói tin edXML
    POST = "post"  # bưu điện
    HAND = "hand"  # nhận trực tiếp
    FAX = "fax"  # fax
    EMAIL = "email"  # thư điện tử


ORIGIN_LABELS: dict[str, str] = {
    Origin.PACKET: "Điện tử (gói tin)",
    Origin.POST: "Bưu điện",
    Origin.HAND: "Nhận trực tiếp",
    Origin.FAX: "Fax",
    Origin.EMAIL: "Thư điện tử",
}
BY_HAND = {origin: words for origin, words in ORIGIN_LABELS.items() if origin != Origin.PACKET}
"""Ways by which the clerk enters it."""
RETURN_WAYS: dict[str, str] = {"post": "Gửi bưu điện", "hand": "Trả trực tiếp", "fax": "Fax", "email": "Thư điện tử"}
"""Cách trả lại a document that came without a packet."""

LETTER = "DT"
LETTER_NAME = "Đơn thư"
"""Of a citizen or an organisation; none of the 29 types."""
TYPES: dict[str, str] = {LETTER: LETTER_NAME} | {kind.key: kind.name for kind in DOCUMENT_TYPES}
LONGEST_SUBJECT = 500
LONGEST_NAME = 200
MOST = 100_000
"""Pages, and copies."""


def type_name_of(key: str) -> str:
    """Empty for a document that states no type."""
    return LETTER_NAME if key == LETTER else BY_KEY[key].name if key in BY_KEY else ""

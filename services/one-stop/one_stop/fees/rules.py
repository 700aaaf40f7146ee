"""What is owed of a dossier's fees, and what a receipt says. Pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from one_stop.procedures.fees import FeeItem, groups_of
from shared.core.errors import FieldError, Invalid

RECEIPTS = "fee-receipt"
"""Kind of the series of receipts."""


class ReceiptState(StrEnum):
    """Tình trạng biên lai."""

    ISSUED = "issued"  # đã thu
    EXEMPT = "exempt"  # miễn, không thu
    VOIDED = "voided"  # đã hủy
    REFUNDED = "refunded"  # đã hoàn trả


STATES = {
    ReceiptState.ISSUED: "Đã thu",
    ReceiptState.EXEMPT: "Miễn",
    ReceiptState.VOIDED: "Đã hủy",
    ReceiptState.REFUNDED: "Đã hoàn trả",
}
MOST_RECEIPTS = "Nhóm này không được miễn, giảm khoản nào phải thu."


def open_items(items: Sequence[FeeItem], paid: Iterable[dict[str, Any]], moment: str = "") -> list[FeeItem]:
    """What valid receipts do not cover; `moment`: only what is collected then. Where the case was put right and costs more, the rest."""
    known: dict[tuple[str, str], int] = {}
    for line in paid:
        key = line["code"], line["name"]
        known[key] = known.get(key, 0) + line["amount"]
    rests = [replace(item, amount=item.amount - known.get((item.code, item.name), 0)) for item in items]
    return [item for item in rests if item.amount > 0 and (not moment or item.collected == moment)]


def exemption_of(items: Sequence[FeeItem], group: str) -> str:
    """Legal basis of the group's exemption; raises Invalid for a group that the table does not have for these."""
    known = groups_of(items)
    if group and group not in known:
        raise Invalid("invalid_input", fields=[FieldError("/exempt_group", "group_unknown", MOST_RECEIPTS)])
    return known.get(group, "")


def nothing_due(items: Sequence[FeeItem], moment: str, group: str) -> bool:
    """Whether this group is freed of all that is collected then, so that it is noted without money; raises Invalid for an unknown group."""
    of_moment = open_items(items, (), moment)
    return bool(exemption_of(of_moment, group)) and not sum(item.due(group) for item in of_moment)


def lines_of(items: Sequence[FeeItem], group: str) -> list[dict[str, Any]]:
    """As the receipt keeps them: what it costs, and what is taken."""
    return [{"code": i.code, "name": i.name, "kind": i.kind, "amount": i.amount, "due": i.due(group)} for i in items]


def number_words(number: int | None, year: int) -> str:
    """Số biên lai as it is shown."""
    return f"{number:07}/{year}" if number else ""

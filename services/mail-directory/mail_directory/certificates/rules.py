"""Which certificate somebody should have, and why another one is made."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from mail_directory.texts import TEXTS
from shared.core.errors import FieldError, Invalid

REASONS = {
    "superseded": "Chứng thư đang dùng sắp hết hạn hoặc ghi chưa đúng",
    "keyCompromise": "Nghi khóa ký bị lộ, hoặc người khác đã dùng",
}
"""Words of RFC 5280 as an administrator reads them."""


class _AtAgency(Protocol):
    @property
    def agency_code(self) -> str: ...


Held = TypeVar("Held", bound=_AtAgency)


def require_signing_post(signing: Sequence[Held], agency_code: str) -> tuple[Held, bool]:
    """The post among those that sign that does so at the agency, and whether it does so beside another; refuses who signs nothing there."""
    for post in signing:
        if post.agency_code == agency_code:
            return post, post is not signing[0]
    raise Invalid("signs_nothing_here")


def require_reason(reason: str, *, replaces: bool) -> str:
    """Why an earlier certificate ends; nothing where there is none."""
    if not replaces:
        return ""
    if reason not in REASONS:
        raise Invalid(
            "certificate_reason_missing",
            fields=[FieldError("/reason", "certificate_reason_missing", TEXTS["certificate_reason_missing"])],
        )
    return reason

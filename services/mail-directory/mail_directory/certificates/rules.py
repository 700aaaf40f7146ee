"""Which certificate somebody should have, and why another one is made."""

from collections.abc import Collection, Sequence

from mail_directory.people.certificates import signing_posts
from mail_directory.people.models import Person, Post
from mail_directory.texts import TEXTS
from shared.core.errors import FieldError, Invalid

REASONS = {
    "superseded": "Chứng thư đang dùng sắp hết hạn hoặc ghi chưa đúng",
    "keyCompromise": "Nghi khóa ký bị lộ, hoặc người khác đã dùng",
}
"""Words of RFC 5280 as an administrator reads them."""


def require_signing_post(
    person: Person, posts: Sequence[Post], agency_code: str, lent: Collection[str]
) -> tuple[Post, bool]:
    """The post that signs at the agency, and whether it does so beside another; refuses who signs nothing there."""
    found = signing_posts(posts, lent) if person.active else []
    for post in found:
        if post.agency_code == agency_code:
            return post, post is not found[0]
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

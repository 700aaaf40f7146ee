"""For which of a person's posts there are certificates: one at each agency where the person signs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.access.rights import Role

SIGNING_ROLES = (Role.LEADER, Role.RECORDS_CLERK, Role.COUNTER_OFFICER)
"""Who signs, in the order in which a post is chosen; counter officers what they scan (NĐ 107/2021/NĐ-CP)."""
_BESIDE = frozenset({"concurrent", "acting"})


@dataclass(frozen=True)
class Held:
    """Vị trí công tác as far as it decides."""

    role: str
    kind: str
    agency_code: str


def posts_that_sign(posts: Sequence[Held], lent: Collection[str] = ()) -> list[int]:
    """Places of the posts that certificates name, one for each agency; the first is where the person signs first.

    That is the main post if it signs, else the first by role; posts that sign by delegation alone come last. `lent`: codes of the agencies
    whose leaders have let the person sign for them; there a certificate names the own post (ủy quyền).
    """

    def order(at: int) -> tuple[bool, bool, int, str]:
        post = posts[at]
        return _rank(post.role) < 0, post.kind in _BESIDE, _rank(post.role), post.agency_code

    found: dict[str, int] = {}
    for at in sorted(range(len(posts)), key=order):
        if _rank(posts[at].role) >= 0 or posts[at].agency_code in lent:
            found.setdefault(posts[at].agency_code, at)
    return list(found.values())


def _rank(role: str) -> int:
    """-1 where the role itself does not sign."""
    return SIGNING_ROLES.index(Role(role)) if role in SIGNING_ROLES else -1

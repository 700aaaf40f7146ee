"""Why background work failed: as its row keeps it (`partner/TimeoutError`, `refused/Conflict/dossier_closed: ...`) and as it is read."""

from dataclasses import dataclass
from enum import StrEnum


class Failing(StrEnum):
    """Loại lỗi của việc nền: what an operator does about it differs."""

    DATABASE = "database"  # cơ sở dữ liệu không trả lời
    PARTNER = "partner"  # bên được gọi không trả lời
    REFUSED = "refused"  # bị từ chối theo quy định
    UNEXPECTED = "unexpected"  # chưa lường trước


@dataclass(frozen=True)
class Failure:
    """Một lần không làm được."""

    kind: Failing
    name: str
    """For developers: the class of the exception, and its words where they may be kept."""
    code: str = ""
    """Of a refusal; its sentence stands in the texts."""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.kind, self.name, self.code)))


def read_failure(kept: str) -> Failure:
    """What a row keeps. What an earlier release wrote has no kind."""
    head, colon, rest = kept.partition(": ")
    kind, _, named = head.partition("/")
    if kind not in set(Failing):
        return Failure(Failing.UNEXPECTED, kept)
    name, _, code = named.partition("/")
    return Failure(Failing(kind), name + colon + rest, code)

"""Which posts one person may hold together, and when a post may begin and end."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol

from mail_directory.people.rules import POST_READERS, read_fields
from shared.core.errors import FieldError, Invalid

KINDS: dict[str, str] = {"main": "Chính", "concurrent": "Kiêm nhiệm", "acting": "Quyền, phụ trách"}


class Held(Protocol):
    """A post as the rules see it."""

    agency_code: str
    role: str
    kind: str
    valid_from: date
    valid_to: date | None


def read_post(role: str, title: str, kind: str) -> dict[str, str]:
    """Role, title and kind as they are stored; refuses with every field at fault."""
    readers: dict[str, Callable[[str], str]] = POST_READERS | {"kind": _kind}
    return read_fields({"role": role, "title": title, "kind": kind}, readers)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError
    return text


def check_days(since: date, until: date | None, today: date) -> None:
    """A post gives rights, so it never begins before the day on which it is given."""
    faults = []
    if since < today:
        faults.append(FieldError("/valid_from", "past", "Ngày bắt đầu phải từ hôm nay trở đi."))
    if until is not None and until < since:
        faults.append(FieldError("/valid_to", "before_begin", "Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    if faults:
        raise Invalid("invalid_input", fields=faults)


def check_beside(held: Sequence[Held], agency_code: str, role: str, kind: str, since: date, until: date | None) -> None:
    """One main post at a time, and one role at one agency once."""
    together = [post for post in held if _overlap(post, since, until)]
    if any((post.agency_code, post.role) == (agency_code, role) for post in together):
        sentence = "Người này đã giữ vai trò này ở cơ quan này trong thời gian đó."
        raise Invalid("invalid_input", fields=[FieldError("/role", "held", sentence)])
    if kind == "main" and any(post.kind == "main" for post in together):
        sentence = "Người này đã có vị trí chính trong thời gian đó; hãy chọn kiêm nhiệm hoặc quyền, phụ trách, hoặc điều chuyển."
        raise Invalid("invalid_input", fields=[FieldError("/kind", "main_held", sentence)])


def _overlap(post: Held, since: date, until: date | None) -> bool:
    return (post.valid_to is None or since <= post.valid_to) and (until is None or post.valid_from <= until)


def check_last_day(last_day: date, post: Held, today: date) -> None:
    """Yesterday ends it at once; what was done in the post before stands."""
    if last_day < today - timedelta(days=1):
        sentence = "Ngày cuối không được trước hôm qua; chọn hôm qua để kết thúc ngay."
        raise Invalid("invalid_input", fields=[FieldError("/last_day", "past", sentence)])
    if post.valid_to is not None and last_day > post.valid_to:
        sentence = "Ngày cuối không được sau ngày vị trí này vốn kết thúc."
        raise Invalid("invalid_input", fields=[FieldError("/last_day", "after_end", sentence)])

"""What may be delegated, to whom, and for how long."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from mail_directory.people.rules import LONGEST_REASON, read_reason
from mail_directory.texts import TEXTS
from shared.access.rights import POWER_NAMES, Power, Role
from shared.core.errors import FieldError, Invalid
from shared.standards.typed import clean_line

POWERS_OF: dict[str, tuple[Power, ...]] = {
    Role.LEADER: (Power.DOSSIERS, Power.DOCUMENTS, Power.SIGNING),
    Role.SPECIALIST: (Power.DOSSIERS, Power.DOCUMENTS),
    Role.COUNTER_OFFICER: (Power.DOSSIERS,),
    Role.RECORDS_CLERK: (Power.DOCUMENTS,),
}
"""What each role holds that can be given away; administering is never delegated."""
LONGEST = 366
"""Days; NĐ 30/2020 Điều 13: thừa ủy quyền is limited in time."""


class Period(Protocol):
    """Who holds something from when to when, as the rules see it."""

    valid_from: date
    valid_to: date


class Held(Protocol):
    """A post as the rules see it."""

    agency_code: str
    valid_from: date
    valid_to: date | None


def read_given(
    role: str, delegate: object, powers: Iterable[str], reason: str, document: str, *, needs_document: bool
) -> dict[str, object]:
    """Powers, reason and document as they are stored; refuses with every field at fault, nobody named among them."""
    faults: list[FieldError] = []
    if delegate is None:
        faults.append(FieldError("/delegate_id", "missing", "Hãy chọn người được ủy quyền."))
    wanted = set(powers)
    chosen = [str(power) for power in POWERS_OF.get(role, ()) if power in wanted]
    if not wanted:
        faults.append(FieldError("/powers", "missing", "Hãy chọn ít nhất một quyền được ủy quyền."))
    elif strange := wanted - set(chosen):
        names = ", ".join(POWER_NAMES.get(power, power) for power in sorted(strange))
        faults.append(FieldError("/powers", "not_held", f"Vị trí này không có quyền: {names}."))
    try:
        reason = read_reason(reason, TEXTS["delegation_reason_missing"])
    except Invalid as refusal:
        faults += refusal.fields
    document = clean_line(document)
    if needs_document and not document:
        sentence = "Ủy quyền thay người giữ vị trí phải có văn bản: hãy ghi số, ngày của văn bản ủy quyền."
        faults.append(FieldError("/document", "missing", sentence))
    if len(document) > LONGEST_REASON:
        faults.append(FieldError("/document", "too_long", f"Số văn bản dài nhất {LONGEST_REASON} ký tự."))
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return {"powers": chosen, "reason": reason, "document": document}


def check_period(since: date, until: date, today: date, post: Held) -> None:
    """From today at the earliest, within the giver's days in the post."""
    faults = []
    if since < today:
        faults.append(FieldError("/valid_from", "past", "Ngày bắt đầu phải từ hôm nay trở đi."))
    elif since < post.valid_from:
        faults.append(
            FieldError("/valid_from", "before_post", f"Vị trí công tác này bắt đầu ngày {post.valid_from:%d/%m/%Y}.")
        )
    if until < since:
        faults.append(FieldError("/valid_to", "before_begin", "Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    elif (until - since).days >= LONGEST:
        faults.append(
            FieldError("/valid_to", "too_long", "Một lần ủy quyền dài nhất một năm; hết hạn thì ủy quyền lại.")
        )
    elif post.valid_to is not None and until > post.valid_to:
        sentence = f"Vị trí công tác này kết thúc ngày {post.valid_to:%d/%m/%Y}; hãy chọn ngày không sau ngày đó."
        faults.append(FieldError("/valid_to", "after_post", sentence))
    if faults:
        raise Invalid("invalid_input", fields=faults)


def check_delegate(posts: Sequence[Held], agency_code: str, since: date, until: date) -> None:
    """A colleague: somebody with a post at the same agency from the first day to the last."""
    here = [post for post in posts if post.agency_code == agency_code]
    begins = any(post.valid_from <= since and (post.valid_to is None or since <= post.valid_to) for post in here)
    if not begins or all(post.valid_to is not None and post.valid_to < until for post in here):
        raise not_a_colleague()


def not_a_colleague() -> Invalid:
    sentence = "Hãy chọn người có vị trí công tác ở cùng cơ quan trong suốt thời gian ủy quyền."
    return Invalid("invalid_input", fields=[FieldError("/delegate_id", "not_a_colleague", sentence)])


def check_alone(others: Sequence[Period], since: date, until: date) -> None:
    """The same post is given to the same person once at a time."""
    if any(other.valid_from <= until and since <= other.valid_to for other in others):
        sentence = "Người này đã được ủy quyền vị trí này trong thời gian đó; hãy kết thúc ủy quyền trước hoặc chọn thời gian khác."
        raise Invalid("invalid_input", fields=[FieldError("/delegate_id", "overlaps", sentence)])


def check_own_password(powers: Iterable[str], *, chosen: bool) -> None:
    """Signing is given to nobody whose password somebody else has seen last: whoever knows it would sign in his place."""
    if Power.SIGNING in set(powers) and not chosen:
        sentence = (
            "Người này chưa tự đặt mật khẩu: còn dùng mật khẩu do quản trị cấp nên chưa nhận được quyền ký số. Hãy mời đăng nhập, đổi mật"
            " khẩu (trang “Đổi mật khẩu”) rồi ủy quyền lại; hoặc bỏ chọn quyền ký số."
        )
        raise Invalid("invalid_input", fields=[FieldError("/delegate_id", "password_not_chosen", sentence)])

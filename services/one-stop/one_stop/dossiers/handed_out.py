"""What the counter handed out: the part of a dossier that lists and the register say of its return."""

from datetime import datetime

from sqlalchemy import Boolean, DateTime, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column


class HandedOut:
    """Columns of a dossier whose result was received."""

    return_receipt: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Ký nhận (`returns.rules.Receipt`); empty while nobody has it, and of what was returned before 0042."""
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Nhắc lần cuối: when the applicant was last told that his result waits."""
    reminders: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    reminded_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """How (`uncollected.rules`)."""
    settled_at_once: Mapped[bool] = mapped_column(Boolean, server_default="false", default=False)
    """Giải quyết ngay tại quầy: without a receipt, and what it gave is on the paper that was handed out."""
    with_post: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Giao bưu điện (`post_lists.rules.ItemState`): `sent` while it is on its way, `undelivered` when it came back."""

"""Tiếp nhận không phụ thuộc địa giới: where the applicant was helped, where it was received, and where the result is fetched,
kept apart from the agency that decides (Nghị định 118/2025/NĐ-CP, as amended by Nghị định 309/2026/NĐ-CP).
"""

from datetime import datetime

from sqlalchemy import DateTime, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

RECEIVED_ELSEWHERE = "term_from IS NOT NULL"
"""Said as a text, so that every plan knows that the index of these few is meant. Of agencies that were merged since, the codes may be alike
or differ: that the term has a beginning of its own tells it."""


class ReceivedElsewhere:
    """Columns of a dossier by which a counter receives for another agency."""

    received_agency_code: Mapped[str] = mapped_column(Text)
    """Nơi tiếp nhận: whose counter took it in; the competent agency's own, or another's."""
    helped_agency_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Nơi hướng dẫn, hỗ trợ người nộp; empty: where it was received."""
    return_agency_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Nơi trả kết quả: whose counter hands the result out; empty: the competent agency's."""
    transit: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Chuyển đến cơ quan có thẩm quyền: `sent` until that agency has confirmed, `sent-back` when it did not take it over."""
    term_from: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """From when the term counts, where that is not the acceptance: the receipt by the competent agency, or, until it has confirmed,
    when the receiving counter has to have handed over."""


def elsewhere_indexes() -> list[Index]:
    return [
        # What a counter took in for others, the newest first; and of an agency, what others took in for it.
        Index(
            "ix_dossier_received_for_others",
            "received_agency_code",
            "opened_at",
            "id",
            postgresql_where=RECEIVED_ELSEWHERE,
        ),
        Index("ix_dossier_received_by_others", "agency_code", "code", postgresql_where=RECEIVED_ELSEWHERE),
    ]

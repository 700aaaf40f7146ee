"""Opinions that are asked for: the drafter's row of each party, and the copy of each other agency that is asked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.consulting.rules import ASKED_IN_VAIN, DROPPED, OpinionState
from document_exchange.database import Base
from shared.storage.words import words_index
from shared.work.steps import sql_set
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


def _text(**more: Any) -> Any:
    return mapped_column(Text, server_default="", default="", **more)


def _list() -> Any:
    return mapped_column(JSONB, server_default=text("'[]'"), default=list)


class OpinionRequest(Base):
    """Lượt lấy ý kiến of one party about one version of a draft. Another agency has a copy of its own, told of over the axis."""

    __tablename__ = "opinion_request"
    __table_args__ = (
        Index("ix_opinion_request_document", "document_id", "asked_at", "id", postgresql_where=text("document_id IS NOT NULL")),
        # One party is asked once about one version.
        Index(
            "uq_opinion_request_once",
            "document_id",
            "content_version",
            "asked",
            unique=True,
            postgresql_where=text(f"document_id IS NOT NULL AND state NOT IN {sql_set(ASKED_IN_VAIN)}"),
        ),
        # Each way to a request is one walk along one index, in each state by its term.
        *(
            Index(f"ix_opinion_request_{name}", *columns, "agency_code", "state", "due_on", "id", postgresql_where=text(which))
            for name, columns, which in (
                ("person", ("person_id",), "person_id <> ''"),
                ("unit", ("unit_id",), "unit_id <> ''"),
                ("came", (), "origin_id IS NOT NULL"),
                ("lost", (), "lost"),
            )
        ),
        Index("ix_opinion_request_agency", "agency_code"),
        Index("ix_opinion_request_head", "head_id", postgresql_where=text("head_id <> '' AND state = 'asked'")),
        Index("ix_opinion_request_words", text(words_index("folded", "agency_code")), postgresql_using="gin"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultation_id: Mapped[UUID]
    """Đợt lấy ý kiến: those who were asked at once."""
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"))
    """None in a copy at another agency."""
    origin_id: Mapped[UUID | None]
    """Of a copy: the drafter's row."""
    agency_code: Mapped[str] = mapped_column(Text)
    """Whose row it is."""
    addressee_code: Mapped[str] = _text()
    """Of another agency, here and in its copy: as the drafter wrote it, wherever its work went on to."""
    asker_code: Mapped[str] = mapped_column(Text)
    asker_agency: Mapped[str] = mapped_column(Text)
    asker_name: Mapped[str] = _text()
    asker_title: Mapped[str] = _text()
    asker_unit: Mapped[str] = _text()
    type_name: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = _text()
    """Nội dung cần cho ý kiến."""
    files: Mapped[list[dict[str, Any]]] = _list()
    """The version that is asked about, file by file; what is attached later is not in it."""
    draft_number: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    """Bản dự thảo số mấy."""
    content_version: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    asked: Mapped[str] = mapped_column(Text)
    """`agency:`, `unit:` or `person:` and its id, as it was asked."""
    asked_name: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = _text()
    """The unit that answers: its head, or whom he names."""
    person_id: Mapped[str] = _text()
    """Who answers, where somebody is named."""
    holder_name: Mapped[str] = _text()
    home_unit: Mapped[str] = _text()
    """Where the named person works: its head takes over when he is gone."""
    head_id: Mapped[str] = _text()
    """Who headed the unit when that was last looked at, so that his leaving is noticed."""
    lost: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """Nobody is there to answer: the agency's leaders stand in."""
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    state: Mapped[str] = mapped_column(Text, server_default=OpinionState.ASKED, default=OpinionState.ASKED)
    opinion: Mapped[str] = _text()
    answer: Mapped[str] = _text()
    answer_files: Mapped[list[dict[str, Any]]] = _list()
    answered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    answered_by: Mapped[str] = _text()
    answered_title: Mapped[str] = _text()
    late: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    reply: Mapped[str] = _text()
    reply_words: Mapped[str] = _text()
    replied_by: Mapped[str] = _text()
    replied_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    ended_words: Mapped[str] = _text()
    """Why it was withdrawn, or ended with the draft."""
    shown_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Since when those who answered may read the collected table."""
    shown: Mapped[list[dict[str, Any]]] = _list()
    """Of a copy: what the agencies said, as the drafter showed it."""
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """The draft was signed or dropped."""
    reminded_on: Mapped[date | None]
    late_told_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    folded: Mapped[str] = _text()

    @property
    def standing(self) -> OpinionState:
        return OpinionState(self.state)

    @property
    def is_elsewhere(self) -> bool:
        """The drafter's row of another agency: its copy is answered, not this one."""
        return bool(self.addressee_code) and self.origin_id is None

    @property
    def taken_back(self) -> bool:
        """The draft is another agency's, which asks no more and will not issue it."""
        return self.origin_id is not None and (self.state == OpinionState.WITHDRAWN or self.ended_words == DROPPED)


class OpinionStep(TimelineRow, Base):
    """Một bước của lượt lấy ý kiến. Never changed."""

    __tablename__ = "opinion_step"
    __table_args__ = (Index("ix_opinion_step_request_id_id", "request_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("opinion_request.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    act: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = _text()
    actor_name: Mapped[str] = _text()
    actor_agency: Mapped[str] = _text()
    words: Mapped[str] = _text()

"""Opinions that are asked for on drafts: of units and people of the agency, and of other agencies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_NOW = sa.text("now()")
_EMPTY = (
    *("addressee_code", "asker_name", "asker_title", "asker_unit", "words", "unit_id", "person_id", "holder_name"),
    *("home_unit", "head_id", "opinion", "answer", "answered_by", "answered_title", "reply", "reply_words"),
    *("replied_by", "ended_words", "folded"),
)


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="" if empty else None)


def _moment(name: str, *, now: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not now, server_default=_NOW if now else None)


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, JSONB(), nullable=False, server_default=sa.text("'[]'"))


def _index(name: str, columns: list[str], which: str, *, unique: bool = False) -> None:
    where = sa.text(which) if which else None
    op.create_index(name, "opinion_request", columns, unique=unique, postgresql_where=where)


def upgrade() -> None:
    op.create_table(
        "opinion_request",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), sa.ForeignKey("outgoing_document.id", ondelete="CASCADE")),
        sa.Column("origin_id", sa.Uuid()),
        *(_text(name) for name in ("agency_code", "asker_code", "asker_agency", "type_name", "subject", "asked")),
        _text("asked_name"),
        *(_text(name, empty=True) for name in _EMPTY),
        *(_list(name) for name in ("files", "answer_files", "shown")),
        sa.Column("draft_number", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("content_version", sa.Integer(), nullable=False, server_default="0"),
        *(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()) for name in ("lost", "late")),
        sa.Column("due_on", sa.Date(), nullable=False),
        _moment("asked_at", now=True),
        sa.Column("state", sa.Text(), nullable=False, server_default="asked"),
        *(_moment(name) for name in ("answered_at", "replied_at", "shown_at", "closed_at", "late_told_at")),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    _indexes()
    op.create_table(
        "opinion_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("request_id", sa.Uuid(), sa.ForeignKey("opinion_request.id", ondelete="CASCADE"), nullable=False),
        _moment("at", now=True),
        _text("act"),
        *(_text(name, empty=True) for name in ("actor_id", "actor_name", "actor_agency", "words")),
        *(_text(name, empty=True) for name in ("post", "actor_title", "on_behalf_of")),
        _list("files"),
    )
    op.create_index("ix_opinion_step_request_id_id", "opinion_step", ["request_id", "id"])


def _indexes() -> None:
    of_document = "document_id IS NOT NULL"
    _index("ix_opinion_request_document", ["document_id", "asked_at", "id"], of_document)
    once = f"{of_document} AND state NOT IN ('closed', 'withdrawn')"
    _index("uq_opinion_request_once", ["document_id", "content_version", "asked"], once, unique=True)
    by_term = ["agency_code", "state", "due_on", "id"]
    _index("ix_opinion_request_person", ["person_id", *by_term], "person_id <> ''")
    _index("ix_opinion_request_unit", ["unit_id", *by_term], "unit_id <> ''")
    _index("ix_opinion_request_came", by_term, "origin_id IS NOT NULL")
    _index("ix_opinion_request_lost", by_term, "lost")
    _index("ix_opinion_request_agency", ["agency_code"], "")
    _index("ix_opinion_request_head", ["head_id"], "head_id <> '' AND state = 'asked'")
    op.execute(
        "CREATE INDEX ix_opinion_request_words ON opinion_request USING gin (array_to_tsvector(string_to_array"
        "((agency_code || '/') || replace(folded, ' ', (' ' || agency_code) || '/'), ' ')))"
    )


def downgrade() -> None:
    op.drop_table("opinion_step")
    op.drop_table("opinion_request")

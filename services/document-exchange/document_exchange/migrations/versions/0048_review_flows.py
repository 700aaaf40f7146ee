"""Who looks at a draft before it is signed: flows of each agency, and the turns of each document."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_HELD = "drafter_id <> '' AND status IN ({states})"


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="" if empty else None)


def _hold(states: str) -> None:
    """Drafts that somebody holds, by the states in which one is held."""
    op.drop_index("ix_outgoing_document_held", "outgoing_document")
    held = sa.text(_HELD.format(states=states))
    op.create_index("ix_outgoing_document_held", "outgoing_document", ["drafter_id"], postgresql_where=held)


def upgrade() -> None:
    op.add_column("outgoing_document", sa.Column("review_round", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("outgoing_document", sa.Column("content_version", sa.Integer(), nullable=False, server_default="0"))
    _hold("'draft', 'returned', 'reviewing', 'submitted'")
    op.create_table(
        "review_flow",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(_text(name) for name in ("agency_code", "name", "folded")),
        sa.Column("type_codes", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        _text("unit_id", empty=True),
        sa.Column("steps", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _text("changed_by", empty=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    )
    op.create_index("uq_review_flow_name", "review_flow", ["agency_code", "folded"], unique=True)
    _create_reviews()


def _create_reviews() -> None:
    op.create_table(
        "document_review",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("document_id", sa.Uuid(), sa.ForeignKey("outgoing_document.id", ondelete="CASCADE"), nullable=False),
        _text("agency_code"),
        *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in ("round", "level", "position")),
        *(_text(name) for name in ("kind", "whose", "name", "state")),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("asked_at", "at")),
        *(_text(name, empty=True) for name in ("by_id", "by_name", "by_title", "words", "sha256")),
        sa.Column("content_version", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_index("ix_document_review_document", "document_review", ["document_id", "round", "level", "position"])
    whose = ["agency_code", "whose", "document_id"]
    for name, some in (("asked", "state = 'asked'"), ("whose", "asked_at IS NOT NULL")):
        op.create_index(f"ix_document_review_{name}", "document_review", whose, postgresql_where=sa.text(some))


def downgrade() -> None:
    op.drop_table("document_review")
    op.drop_table("review_flow")
    _hold("'draft', 'returned', 'submitted'")
    op.drop_column("outgoing_document", "content_version")
    op.drop_column("outgoing_document", "review_round")

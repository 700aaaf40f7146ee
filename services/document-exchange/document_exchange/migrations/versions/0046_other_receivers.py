"""An outgoing document is sent to units and people inside, and to receivers outside the platform; agencies keep groups of receivers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="" if empty else None)


def _document() -> sa.Column[object]:
    return sa.Column(
        "document_id", sa.Uuid(), sa.ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True
    )


def upgrade() -> None:
    op.add_column("outgoing_document", _text("circulation", empty=True))
    op.create_table(
        "inside_receiver",
        _document(),
        sa.Column("whose", sa.Text(), primary_key=True),
        _text("name"),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        _text("seen_by", empty=True),
    )
    op.create_index(
        "ix_inside_receiver_whose",
        "inside_receiver",
        ["whose", "sent_at", "document_id"],
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_table(
        "outside_receiver",
        _document(),
        sa.Column("position", sa.SmallInteger(), primary_key=True),
        _text("agency_code"),
        _text("name"),
        *(_text(name, empty=True) for name in ("organ_code", "way")),
        sa.Column("sent_on", sa.Date()),
        sa.Column("envelopes", sa.Integer(), nullable=False, server_default="1"),
        *(_text(name, empty=True) for name in ("trace", "noted_by")),
    )
    op.create_index(
        "ix_outside_receiver_post",
        "outside_receiver",
        ["agency_code", "sent_on", "document_id", "position"],
        postgresql_where=sa.text("way = 'post'"),
    )
    op.create_table(
        "addressee_group",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *(_text(name) for name in ("agency_code", "name", "folded")),
        sa.Column("addressees", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _text("changed_by", empty=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    )
    op.create_index("uq_addressee_group_name", "addressee_group", ["agency_code", "folded"], unique=True)


def downgrade() -> None:
    for table in ("addressee_group", "outside_receiver", "inside_receiver"):
        op.drop_table(table)
    op.drop_column("outgoing_document", "circulation")

"""Results that were given to the post: numbered lists, and what became of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("dossier", sa.Column("with_post", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "post_list",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("amount", sa.SmallInteger(), nullable=False),
        sa.Column("waiting", sa.SmallInteger(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("carrier", "by_id", "by_name", "sha256", "file_name")
        ),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", JSONB(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False, server_default="")
            for name in ("post", "actor_title", "on_behalf_of")
        ),
        sa.Column("files", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.UniqueConstraint("agency_code", "year", "number", name="uq_post_list_number"),
    )
    op.create_index("ix_post_list_agency_code", "post_list", ["agency_code", "at", "id"])
    texts = ("code", "receiver_name", "address", "phone", "result", "tracking", "state", "decided_by_name", "note")
    op.create_table(
        "post_item",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("list_id", sa.Uuid(), sa.ForeignKey("post_list.id"), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), sa.ForeignKey("dossier.id"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("decided_at", MOMENT),
    )
    op.create_index("ix_post_item_list_id", "post_item", ["list_id", "position"])
    op.create_index(
        "uq_post_item_sent", "post_item", ["dossier_id"], unique=True, postgresql_where=sa.text("state = 'sent'")
    )


def downgrade() -> None:
    op.drop_table("post_item")
    op.drop_table("post_list")
    op.drop_column("dossier", "with_post")

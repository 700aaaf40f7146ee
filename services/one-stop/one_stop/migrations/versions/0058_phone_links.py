"""Links by which a phone sends photographs of a dossier's papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "phone_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("opened_by", JSONB(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("arrived", JSONB(), nullable=False),
        sa.Column("bytes_taken", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_phone_link"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_phone_link_dossier_id_dossier"),
    )
    op.create_index("uq_phone_link_secret_hash", "phone_link", ["secret_hash"], unique=True)
    op.create_index("ix_phone_link_dossier_id", "phone_link", ["dossier_id", "opened_at"])


def downgrade() -> None:
    op.drop_table("phone_link")

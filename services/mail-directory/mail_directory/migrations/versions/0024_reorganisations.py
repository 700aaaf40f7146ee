"""Plans to merge, dissolve and rename agencies; agencies that such an act touched are kept on the screens from then on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_WORDS = (
    "kind", "successor_code", "name", "short_name", "collective", "code_2020", "tier", "mail_domain", "document_number", "state", "refusal",
    "drawn_by", "drawn_by_name", "drawn_agency", "drawn_post", "confirmed_by", "confirmed_by_name", "confirmed_agency", "confirmed_post",
    "confirmed_for",
)  # fmt: skip


def upgrade() -> None:
    op.execute("ALTER TABLE agency ADD COLUMN kept_here boolean NOT NULL DEFAULT false")
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _WORDS),
        sa.Column("ending_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("successor_new", sa.Boolean(), nullable=False),
        sa.Column("parent_code", sa.Text()),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("drawn_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT),
        sa.Column("done_at", _MOMENT),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reorganisation"),
        sa.ForeignKeyConstraint(["parent_code"], ["agency.code"], name="fk_reorganisation_parent_code_agency"),
    )
    op.create_index("ix_reorganisation_first_day", "reorganisation", ["first_day", "id"])


def downgrade() -> None:
    op.drop_table("reorganisation")
    op.drop_column("agency", "kept_here")

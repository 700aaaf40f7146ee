"""Figures: what was told from here."""

from alembic import op

from shared.messaging import figures

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    figures.create(op)


def downgrade() -> None:
    op.drop_table("figure_told")

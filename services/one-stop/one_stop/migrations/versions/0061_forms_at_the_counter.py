"""The e-form itself beside the titles of its fields, so that the counter asks with it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("form_titles", sa.Column("content", JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("form_titles", "content")

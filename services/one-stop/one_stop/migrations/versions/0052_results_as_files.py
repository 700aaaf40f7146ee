"""A result may be a file that the specialist brings, with the pictures it was made from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_result", sa.Column("file", JSONB(none_as_null=True)))
    op.add_column("dossier_result", sa.Column("originals", JSONB(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("dossier_result", "originals")
    op.drop_column("dossier_result", "file")

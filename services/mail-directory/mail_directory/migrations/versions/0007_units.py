"""Units inside agencies, and posts that lie in one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("agency_code", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("head_post_id", UUID(as_uuid=True), nullable=True),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=True),
        sa.Column("sort_key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_unit_agency_code_agency"),
        sa.UniqueConstraint("agency_code", "code", name="uq_unit_agency_code_code"),
    )
    op.add_column("post", sa.Column("unit_id", UUID(as_uuid=True), nullable=True))
    op.create_foreign_key("fk_post_unit_id_unit", "post", "unit", ["unit_id"], ["id"])
    op.create_index("ix_post_unit_id", "post", ["unit_id"])


def downgrade() -> None:
    op.drop_column("post", "unit_id")
    op.drop_table("unit")

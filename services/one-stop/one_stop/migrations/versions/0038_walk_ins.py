"""The register of guidance: who came to the counter and could not be received."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.storage.words import words_index

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = ("procedure_code", "procedure_name", "applicant_name", "applicant_number", "reason", "legal_basis")
    op.create_table(
        "walk_in",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("form_no", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("typed", JSONB(), nullable=False),
        sa.Column("items", JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by_id", "by_name", "sha256", "file_name")),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", JSONB(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), sa.ForeignKey("dossier.id")),
        sa.Column("search_text", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False, server_default="")
            for name in ("post", "actor_title", "on_behalf_of")
        ),
        sa.Column("files", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.UniqueConstraint("agency_code", "form_no", "year", "number", name="uq_walk_in_number"),
    )
    op.create_index("ix_walk_in_agency_code", "walk_in", ["agency_code", "at", "id"])
    op.create_index(
        "ix_walk_in_returns",
        "walk_in",
        ["agency_code", "procedure_code", "applicant_number"],
        postgresql_where=sa.text("dossier_id IS NULL AND applicant_number <> ''"),
    )
    op.execute(f"CREATE INDEX ix_walk_in_words ON walk_in USING gin ({words_index('search_text', 'agency_code')})")


def downgrade() -> None:
    op.drop_table("walk_in")

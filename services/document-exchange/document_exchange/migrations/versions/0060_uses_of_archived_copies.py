"""Sổ sử dụng bản lưu."""

import sqlalchemy as sa
from alembic import op

from shared.storage.words import words_index

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "copy_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        _words("file_reference"),
        sa.Column("allowed_by", sa.Text(), nullable=False),
        _words("note"),
        sa.Column("returned_on", sa.Date()),
        _words("struck_reason"),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        _words("folded"),
        sa.PrimaryKeyConstraint("id", name="pk_copy_use"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["outgoing_document.id"], name="fk_copy_use_document_id_outgoing_document"
        ),
    )
    op.create_index("ix_copy_use_book", "copy_use", ["agency_code", "used_on", "id"])
    op.create_index("ix_copy_use_document_id", "copy_use", ["document_id", "used_on"])
    op.create_index(
        "uq_copy_use_out",
        "copy_use",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("returned_on IS NULL AND struck_reason = ''"),
    )
    op.create_index(
        "ix_copy_use_words", "copy_use", [sa.text(words_index("folded", "agency_code"))], postgresql_using="gin"
    )


def downgrade() -> None:
    op.drop_table("copy_use")

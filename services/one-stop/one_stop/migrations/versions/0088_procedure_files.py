"""Blank forms of papers and samples of results, as they were brought for a procedure."""

from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE procedure_file (id uuid NOT NULL, code text NOT NULL, sha256 text NOT NULL, size integer NOT NULL,"
        " media_type text NOT NULL, name text NOT NULL, kept_by text NOT NULL, kept_at timestamptz NOT NULL,"
        " CONSTRAINT pk_procedure_file PRIMARY KEY (id), CONSTRAINT uq_procedure_file_code UNIQUE (code, sha256))"
    )


def downgrade() -> None:
    op.drop_table("procedure_file")

"""Any step may be done at another agency, where one of its people takes it: whose turn it is stands apart from who holds it."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

OPEN = "status IN (1, 2, 4, 5, 9)"


def upgrade() -> None:
    op.execute("ALTER TABLE dossier ADD COLUMN step_agency_code text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE hand_over ADD COLUMN to_agency_code text NOT NULL DEFAULT ''")
    op.execute(f"UPDATE dossier SET step_agency_code = substr(holder_id, 8) WHERE {OPEN} AND holder_id LIKE 'agency:%'")  # noqa: S608
    op.execute(
        "CREATE INDEX ix_dossier_step_elsewhere ON dossier (step_agency_code, step_role, work_due_at, id)"
        f" WHERE {OPEN} AND step_agency_code <> ''"
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_step_elsewhere", "dossier")
    op.drop_column("hand_over", "to_agency_code")
    op.drop_column("dossier", "step_agency_code")

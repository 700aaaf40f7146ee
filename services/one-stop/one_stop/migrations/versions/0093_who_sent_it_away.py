"""Whoever sent a dossier to another agency for a step may take it back, beside the leaders of the agency that has it."""

from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE dossier ADD COLUMN step_sent_by text NOT NULL DEFAULT ''")
    # Of the few that are away now: who last sent them from where they are kept.
    op.execute(
        "UPDATE dossier d SET step_sent_by = COALESCE((SELECT h.by_id FROM hand_over h WHERE h.dossier_id = d.id"
        " AND h.agency_code = d.agency_code AND h.to_agency_code <> '' AND h.from_step <> h.to_step"
        " ORDER BY h.number DESC LIMIT 1), '') WHERE d.status IN (1, 2, 4, 5, 9) AND d.step_agency_code <> ''"
    )


def downgrade() -> None:
    op.drop_column("dossier", "step_sent_by")

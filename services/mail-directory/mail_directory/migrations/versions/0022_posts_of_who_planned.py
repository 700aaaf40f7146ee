"""Which post, at which agency and for whom, a change that is to come was entered in; of those that wait, as the evidence has it."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_COLUMNS = ("asked_agency", "asked_post", "asked_for")


def upgrade() -> None:
    added = ", ".join(f"ADD COLUMN {name} text NOT NULL DEFAULT ''" for name in _COLUMNS)
    op.execute(f"ALTER TABLE planned_change {added}")
    op.execute(
        "UPDATE planned_change SET asked_agency = agency_code, asked_post = post, asked_for = on_behalf_of FROM evidence"
        " WHERE state = 'waiting' AND evidence.kind = 'unit-change-planned'"
        " AND subject = 'unit/' || unit_id AND facts ->> 'planned' = planned_change.id::text"
    )


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_column("planned_change", name)

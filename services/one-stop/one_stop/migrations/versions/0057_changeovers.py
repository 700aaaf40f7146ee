"""Open dossiers that go on under a new version of their procedure, where who approves it chooses that."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("procedure_change", sa.Column("moves_open", sa.Boolean(), nullable=False, server_default="false"))
    op.create_table(
        "changeover",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("step_name", sa.Text(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("stay", sa.Text(), nullable=False),
        sa.Column("due_before", _MOMENT),
        sa.Column("due_after", _MOMENT),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("change_id", "dossier_id", name="pk_changeover"),
        sa.ForeignKeyConstraint(
            ["change_id"], ["procedure_change.id"], name="fk_changeover_change_id_procedure_change"
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_changeover_dossier_id_dossier"),
    )


def downgrade() -> None:
    op.drop_table("changeover")
    op.drop_column("procedure_change", "moves_open")

"""An agency is split among several: who they are, and which has what."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE agency ADD COLUMN further_successors text[] NOT NULL DEFAULT '{}'")
    op.execute(
        "ALTER TABLE reorganisation ADD COLUMN further jsonb NOT NULL DEFAULT '[]',"
        " ADD COLUMN places jsonb NOT NULL DEFAULT '{}', ADD COLUMN matters jsonb NOT NULL DEFAULT '{}'"
    )


def downgrade() -> None:
    for name in ("matters", "places", "further"):
        op.drop_column("reorganisation", name)
    op.drop_column("agency", "further_successors")

"""Changes of units that are to come; names that units had, and which unit goes on with the work of another."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE unit ADD COLUMN former_names jsonb NOT NULL DEFAULT '[]'")
    op.execute(
        "ALTER TABLE unit ADD COLUMN successor_id uuid,"
        " ADD CONSTRAINT fk_unit_successor_id_unit FOREIGN KEY (successor_id) REFERENCES unit (id)"
    )
    op.execute(
        "CREATE TABLE planned_change (id uuid NOT NULL, kind text NOT NULL, unit_id uuid NOT NULL, into_id uuid, post_id uuid,"
        " name text NOT NULL, unit_kind text NOT NULL, parts text[] NOT NULL, first_day date NOT NULL, reason text NOT NULL,"
        " asked_by text NOT NULL, asked_at timestamptz NOT NULL, state text NOT NULL, refusal text NOT NULL,"
        " CONSTRAINT pk_planned_change PRIMARY KEY (id),"
        " CONSTRAINT fk_planned_change_unit_id_unit FOREIGN KEY (unit_id) REFERENCES unit (id),"
        " CONSTRAINT fk_planned_change_into_id_unit FOREIGN KEY (into_id) REFERENCES unit (id))"
    )
    op.execute("CREATE INDEX ix_planned_change_unit_id ON planned_change (unit_id)")


def downgrade() -> None:
    op.drop_table("planned_change")
    op.drop_column("unit", "successor_id")
    op.drop_column("unit", "former_names")

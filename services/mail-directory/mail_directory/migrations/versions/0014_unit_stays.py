"""Where posts lay before they were moved, and the document of a delegation."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE unit_stay (id uuid NOT NULL, person_id uuid NOT NULL, post_id uuid NOT NULL, unit_id uuid,"
        " valid_from date NOT NULL, valid_to date NOT NULL, reason text NOT NULL, moved_by text NOT NULL,"
        " CONSTRAINT pk_unit_stay PRIMARY KEY (id),"
        " CONSTRAINT fk_unit_stay_person_id_person FOREIGN KEY (person_id) REFERENCES person (id),"
        " CONSTRAINT fk_unit_stay_unit_id_unit FOREIGN KEY (unit_id) REFERENCES unit (id))"
    )
    op.execute("CREATE INDEX ix_unit_stay_person_id ON unit_stay (person_id)")
    op.execute("ALTER TABLE delegation ADD COLUMN document_file jsonb")


def downgrade() -> None:
    op.drop_column("delegation", "document_file")
    op.drop_table("unit_stay")

"""What somebody was given is one walk along one index, in the order of arrival."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE assignment ADD COLUMN arrived_at timestamptz")
    # Copies of the older release do not write it; the release after this one may drop the trigger.
    op.execute(
        """CREATE FUNCTION assignment_arrived_at() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          SELECT d.arrived_at INTO NEW.arrived_at FROM incoming_document d WHERE d.id = NEW.incoming_id;
          RETURN NEW;
        END $$"""
    )
    op.execute(
        "CREATE TRIGGER assignment_arrived_at BEFORE INSERT ON assignment FOR EACH ROW WHEN (NEW.arrived_at IS NULL)"
        " EXECUTE FUNCTION assignment_arrived_at()"
    )
    op.execute("UPDATE assignment a SET arrived_at = d.arrived_at FROM incoming_document d WHERE d.id = a.incoming_id")
    op.execute("CREATE INDEX ix_assignment_given ON assignment (person_id, arrived_at, incoming_id)")
    op.execute("DROP INDEX ix_assignment_person_id_incoming_id")


def downgrade() -> None:
    op.execute("CREATE INDEX ix_assignment_person_id_incoming_id ON assignment (person_id, incoming_id)")
    op.execute("DROP INDEX ix_assignment_given")
    op.execute("DROP TRIGGER assignment_arrived_at ON assignment")
    op.execute("DROP FUNCTION assignment_arrived_at()")
    op.execute("ALTER TABLE assignment DROP COLUMN arrived_at")

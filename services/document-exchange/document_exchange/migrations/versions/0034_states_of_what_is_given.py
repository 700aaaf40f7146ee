"""What somebody was given, and what a unit leads or co-operates in, is one walk along one index in each state too."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("status text", "arrived_at timestamptz"):
        op.execute(f"ALTER TABLE cooperating_unit ADD COLUMN {column}")
    op.execute("ALTER TABLE assignment ADD COLUMN status text")
    op.execute("DROP TRIGGER assignment_arrived_at ON assignment")
    op.execute("DROP FUNCTION assignment_arrived_at()")
    # Kept by the database, for copies of the older release move arrivals too.
    op.execute(
        """CREATE FUNCTION know_arrival() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          SELECT d.arrived_at, d.status INTO NEW.arrived_at, NEW.status FROM incoming_document d WHERE d.id = NEW.incoming_id;
          RETURN NEW;
        END $$"""
    )
    # Units before people, as they are locked when a unit is merged into another.
    op.execute(
        """CREATE FUNCTION tell_status() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE cooperating_unit SET status = NEW.status WHERE incoming_id = NEW.id;
          UPDATE assignment SET status = NEW.status WHERE incoming_id = NEW.id;
          RETURN NULL;
        END $$"""
    )
    for table in ("assignment", "cooperating_unit"):
        op.execute(
            f"CREATE TRIGGER {table}_knows_arrival BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION know_arrival()"
        )
    op.execute(
        "CREATE TRIGGER incoming_document_tells_status AFTER UPDATE OF status ON incoming_document FOR EACH ROW"
        " WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION tell_status()"
    )
    known = "SET arrived_at = d.arrived_at, status = d.status FROM incoming_document d WHERE d.id = incoming_id"
    op.execute(f"UPDATE assignment {known}")
    op.execute(f"UPDATE cooperating_unit {known}")
    op.create_index("ix_assignment_given_status", "assignment", ["person_id", "status", "arrived_at", "incoming_id"])
    op.create_index("ix_cooperating_unit_helped", "cooperating_unit", ["unit_id", "arrived_at", "incoming_id"])
    op.create_index(
        "ix_cooperating_unit_helped_status", "cooperating_unit", ["unit_id", "status", "arrived_at", "incoming_id"]
    )
    op.drop_index("ix_cooperating_unit_unit_id_incoming_id")
    op.execute(
        "CREATE INDEX ix_incoming_document_unit_status ON incoming_document (unit_id, status, arrived_at, id)"
        " WHERE unit_id <> ''"
    )


def downgrade() -> None:
    op.drop_index("ix_incoming_document_unit_status")
    op.create_index("ix_cooperating_unit_unit_id_incoming_id", "cooperating_unit", ["unit_id", "incoming_id"])
    for name in ("cooperating_unit_helped_status", "cooperating_unit_helped", "assignment_given_status"):
        op.drop_index(f"ix_{name}")
    op.execute("DROP TRIGGER incoming_document_tells_status ON incoming_document")
    for table in ("assignment", "cooperating_unit"):
        op.execute(f"DROP TRIGGER {table}_knows_arrival ON {table}")
    op.execute("DROP FUNCTION tell_status()")
    op.execute("DROP FUNCTION know_arrival()")
    op.execute("ALTER TABLE assignment DROP COLUMN status")
    for name in ("status", "arrived_at"):
        op.execute(f"ALTER TABLE cooperating_unit DROP COLUMN {name}")
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

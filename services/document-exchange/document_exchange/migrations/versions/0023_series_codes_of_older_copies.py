"""A number given by a copy of the older release is in the outgoing register as well.

During an upgrade copies of both releases work, and the older one does not know `series_code`: the database writes it for both.
The release after this one may drop the trigger.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE FUNCTION outgoing_document_series_code() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          SELECT s.code INTO NEW.series_code FROM number_series s WHERE s.id = NEW.series_id;
          RETURN NEW;
        END $$"""
    )
    op.execute(
        "CREATE TRIGGER outgoing_document_series_code BEFORE INSERT OR UPDATE OF series_id, number ON outgoing_document"
        " FOR EACH ROW WHEN (NEW.number IS NOT NULL AND NEW.series_id IS NOT NULL AND NEW.series_code IS NULL)"
        " EXECUTE FUNCTION outgoing_document_series_code()"
    )
    # What was numbered so since 0016. It comes behind the trigger, so that nothing slips in between.
    op.execute(
        "UPDATE outgoing_document d SET series_code = s.code FROM number_series s"
        " WHERE s.id = d.series_id AND d.number IS NOT NULL AND d.series_code IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER outgoing_document_series_code ON outgoing_document")
    op.execute("DROP FUNCTION outgoing_document_series_code()")

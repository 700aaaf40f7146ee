"""Samples for the operator's page, and a place to note a finished backup."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE operations_sample (
          minute timestamptz, silent integer NOT NULL, lag_seconds double precision NOT NULL, dead integer NOT NULL,
          disk_free bigint NOT NULL, CONSTRAINT pk_operations_sample PRIMARY KEY (minute)
        )
        """
    )
    op.execute(
        "CREATE TABLE backup_record (finished_at timestamptz, CONSTRAINT pk_backup_record PRIMARY KEY (finished_at))"
    )

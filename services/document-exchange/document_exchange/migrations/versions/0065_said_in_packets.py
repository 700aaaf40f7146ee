"""E-mail and website of agencies, in the copy of the directory; what a document says of itself in its packet."""

from alembic import op

from shared.directory import tables

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables.add_contacts(op)
    op.execute(
        "ALTER TABLE outgoing_document ADD COLUMN printed_receivers text NOT NULL DEFAULT '',"
        " ADD COLUMN typer_notation text NOT NULL DEFAULT '', ADD COLUMN paper text NOT NULL DEFAULT ''"
    )
    op.execute("ALTER TABLE outside_receiver ADD COLUMN addressee_code text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("outside_receiver", "addressee_code")
    op.drop_column("outgoing_document", "paper")
    op.drop_column("outgoing_document", "typer_notation")
    op.drop_column("outgoing_document", "printed_receivers")
    op.drop_column("agency", "website")
    op.drop_column("agency", "email")

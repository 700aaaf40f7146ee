"""Documents know the unit that has them, and whose hands they came back from."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("unit_id", "unit_name", "former_lead"):
        op.add_column("incoming_document", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("outgoing_document", sa.Column("unit_id", sa.Text, nullable=False, server_default=""))
    led = sa.text("unit_id <> ''")
    op.create_index(
        "ix_incoming_document_unit", "incoming_document", ["unit_id", "arrived_at", "id"], postgresql_where=led
    )
    op.create_index(
        "ix_outgoing_document_unit", "outgoing_document", ["unit_id", "updated_at", "id"], postgresql_where=led
    )


def downgrade() -> None:
    op.drop_column("outgoing_document", "unit_id")
    for name in ("former_lead", "unit_name", "unit_id"):
        op.drop_column("incoming_document", name)

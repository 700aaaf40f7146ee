"""What was taken back before copies were closed is no longer found by what it says: its number and its sender stay."""

import sqlalchemy as sa
from alembic import op

from shared.storage.words import searchable

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_TAKEN_BACK = sa.text("SELECT id, reference, sender_name FROM incoming_document WHERE recall = 'agreed'")
_FOLD = sa.text("UPDATE incoming_document SET folded = :folded WHERE id = :id")


def upgrade() -> None:
    connection = op.get_bind()
    for id_, reference, sender in connection.execute(_TAKEN_BACK).all():
        connection.execute(_FOLD, {"id": id_, "folded": searchable(f"{reference} {sender}")})


def downgrade() -> None:
    """The words of a copy that was taken back are read again with its packet alone."""

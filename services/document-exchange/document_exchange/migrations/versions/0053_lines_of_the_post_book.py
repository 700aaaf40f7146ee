"""Each letter that goes by post is a line of its own in the post book."""

import sqlalchemy as sa
from alembic import op

from shared.storage.words import searchable, words_index

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_SENT = sa.text(
    "SELECT r.id, concat_ws(' ', d.reference, d.type_name, d.subject, r.name, r.trace) FROM outside_receiver r"
    " JOIN outgoing_document d ON d.id = r.document_id WHERE r.way <> ''"
)
_FOLD = sa.text("UPDATE outside_receiver SET folded = :folded WHERE id = :line")
_POST = sa.text("way = 'post'")


def upgrade() -> None:
    op.add_column(
        "outside_receiver", sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()"))
    )
    op.create_index("uq_outside_receiver_id", "outside_receiver", ["id"], unique=True)
    op.drop_index("ix_outside_receiver_post")
    op.create_index(
        "ix_outside_receiver_post", "outside_receiver", ["agency_code", "sent_on", "id"], postgresql_where=_POST
    )
    op.add_column("outside_receiver", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for line, words in connection.execute(_SENT).all():
        connection.execute(_FOLD, {"line": line, "folded": searchable(words)})
    words_of_owner = sa.text(words_index("folded", "agency_code"))
    op.create_index("ix_outside_receiver_words", "outside_receiver", [words_of_owner], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_outside_receiver_words")
    op.drop_column("outside_receiver", "folded")
    op.drop_index("ix_outside_receiver_post")
    op.create_index(
        "ix_outside_receiver_post",
        "outside_receiver",
        ["agency_code", "sent_on", "document_id", "position"],
        postgresql_where=_POST,
    )
    op.drop_index("uq_outside_receiver_id")
    op.drop_column("outside_receiver", "id")

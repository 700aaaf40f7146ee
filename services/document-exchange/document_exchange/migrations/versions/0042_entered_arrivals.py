"""Documents that came by other ways than a packet stand in the same register; what a packet says besides is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None

_KEY = "upper(translate(regexp_replace(reference, '\\s', '', 'g'), '\u2010\u2011\u2012\u2013\u2014\u2212', '------'))"
_TEXTS = {"origin": "packet", "remark": "", "struck_reason": ""}


def upgrade() -> None:
    for name, usual in _TEXTS.items():
        op.add_column("incoming_document", sa.Column(name, sa.Text(), nullable=False, server_default=usual))
    for name in ("page_amount", "copy_amount"):
        op.add_column("incoming_document", sa.Column(name, sa.Integer(), nullable=True))
    op.execute(
        "CREATE INDEX ix_incoming_document_origin ON incoming_document (addressee_code, origin, arrived_at, id)"
        " WHERE origin <> 'packet'"
    )
    op.execute(
        f"CREATE INDEX ix_incoming_document_reference_key ON incoming_document (addressee_code, ({_KEY}))"
        " WHERE reference <> ''"
    )
    op.add_column("packet_check", sa.Column("said", JSONB(), nullable=True))
    op.create_table(
        "incoming_scan",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("incoming_id", sa.Uuid(), sa.ForeignKey("incoming_document.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("page_amount", sa.Integer(), nullable=False),
        sa.Column("attached_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("stamped_sha256", sa.Text(), nullable=False, server_default=""),
        sa.Column("stamped_size", sa.Integer(), nullable=True),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stamp_fault", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("incoming_id", name="uq_incoming_scan_incoming_id"),
    )


def downgrade() -> None:
    op.drop_table("incoming_scan")
    op.drop_column("packet_check", "said")
    op.drop_index("ix_incoming_document_reference_key", "incoming_document")
    op.drop_index("ix_incoming_document_origin", "incoming_document")
    for name in ("copy_amount", "page_amount", *_TEXTS):
        op.drop_column("incoming_document", name)

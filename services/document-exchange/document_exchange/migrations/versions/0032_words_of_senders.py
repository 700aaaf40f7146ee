"""How a sender names itself stands apart from how the directory names it; a file put back has its size back."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_file", sa.Column("drafted_size", sa.Integer(), nullable=True))
    op.add_column("incoming_document", sa.Column("packet_sender_name", sa.Text(), server_default="", nullable=False))
    op.execute(
        """
UPDATE incoming_document i SET packet_sender_name = i.sender_name, sender_name = a.name
FROM agency a WHERE a.code = i.sender_code AND i.sender_name NOT IN ('', a.name, a.short_name)
  AND NOT EXISTS (SELECT FROM jsonb_array_elements(a.former_names) f WHERE f->>'name' = i.sender_name)
"""
    )
    op.execute(
        r"""
UPDATE incoming_document SET reference = left(regexp_replace(reference, '\s+', ' ', 'g'), 100)
WHERE length(reference) > 100 OR reference ~ '[\n\r\t]'
"""
    )


def downgrade() -> None:
    op.drop_column("incoming_document", "packet_sender_name")
    op.drop_column("document_file", "drafted_size")

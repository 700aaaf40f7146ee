"""Results on paper that are made electronic, and the book of results that takes them in without a dossier."""

import sqlalchemy as sa
from alembic import op

from shared.storage.words import words_index

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE paper_result (
  id uuid CONSTRAINT pk_paper_result PRIMARY KEY,
  version integer NOT NULL,
  agency_code text NOT NULL,
  issuer text NOT NULL,
  kind text NOT NULL,
  number text NOT NULL,
  issued_on date NOT NULL,
  signer text NOT NULL,
  holder_name text NOT NULL,
  holder_number text NOT NULL,
  valid_from date,
  valid_until date,
  scope text NOT NULL,
  key text NOT NULL,
  file jsonb,
  originals jsonb NOT NULL,
  state text NOT NULL,
  entered_by text NOT NULL,
  entered_by_name text NOT NULL,
  entered_at timestamptz NOT NULL,
  result_id uuid CONSTRAINT fk_paper_result_result_id_booked_result REFERENCES booked_result (id),
  course jsonb NOT NULL,
  search_text text NOT NULL)
"""


def upgrade() -> None:
    op.alter_column("booked_result", "dossier_id", nullable=True)
    op.add_column("booked_result", sa.Column("issuer", sa.Text(), nullable=False, server_default=""))
    op.add_column("booked_result", sa.Column("digitised_at", sa.DateTime(timezone=True)))
    op.execute(_TABLE)
    op.execute("CREATE UNIQUE INDEX uq_paper_result_key ON paper_result (key) WHERE state <> 'dropped'")
    op.execute("CREATE INDEX ix_paper_result_agency_code ON paper_result (agency_code, entered_at, id)")
    words = words_index("search_text", "agency_code")
    op.execute(f"CREATE INDEX ix_paper_result_words ON paper_result USING gin ({words})")


def downgrade() -> None:
    op.drop_table("paper_result")
    op.execute("DELETE FROM booked_result WHERE dossier_id IS NULL")
    op.drop_column("booked_result", "digitised_at")
    op.drop_column("booked_result", "issuer")
    op.alter_column("booked_result", "dossier_id", nullable=False)

"""The end of a procedure and of an agency, drafts thrown away and taken back, owners, submissions taken back."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANGES = """
ALTER TABLE procedure ADD COLUMN ended_at timestamptz;
ALTER TABLE agency ADD COLUMN successor_code text NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN discarded_at timestamptz;
CREATE INDEX ix_draft_discarded_at ON draft (discarded_at) WHERE discarded_at IS NOT NULL;
ALTER TABLE submission ADD COLUMN on_behalf_of jsonb, ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN withdrawal_reason text NOT NULL DEFAULT ''
"""


def upgrade() -> None:
    for statement in _CHANGES.split(";"):
        op.execute(statement)

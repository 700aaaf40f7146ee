"""What a dossier says is put right, and words with the applicant while the clock runs."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_ACTOR = """
  by_id text NOT NULL,
  by_name text NOT NULL,
  post text NOT NULL DEFAULT '',
  actor_title text NOT NULL DEFAULT '',
  on_behalf_of text NOT NULL DEFAULT '',
  files jsonb NOT NULL DEFAULT '[]'
"""
_TABLES = f"""
CREATE TABLE correction (
  id uuid CONSTRAINT pk_correction PRIMARY KEY,
  dossier_id uuid NOT NULL CONSTRAINT fk_correction_dossier_id_dossier REFERENCES dossier (id),
  field text NOT NULL,
  title text NOT NULL,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,{_ACTOR});
CREATE INDEX ix_correction_dossier_id ON correction (dossier_id);
CREATE TABLE applicant_message (
  id uuid CONSTRAINT pk_applicant_message PRIMARY KEY,
  dossier_id uuid NOT NULL CONSTRAINT fk_applicant_message_dossier_id_dossier REFERENCES dossier (id),
  from_applicant boolean NOT NULL,
  way text NOT NULL,
  wants_answer boolean NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL,{_ACTOR});
CREATE INDEX ix_applicant_message_dossier_id ON applicant_message (dossier_id, at)
"""


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("applicant_message")
    op.drop_table("correction")

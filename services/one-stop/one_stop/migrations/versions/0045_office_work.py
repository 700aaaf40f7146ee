"""The office's own work on a dossier: minutes of checks on the spot, tasks to colleagues."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE field_check (
  id uuid CONSTRAINT pk_field_check PRIMARY KEY,
  dossier_id uuid NOT NULL CONSTRAINT fk_field_check_dossier_id_dossier REFERENCES dossier (id),
  made_on date NOT NULL,
  place text NOT NULL,
  took_part text NOT NULL,
  findings text NOT NULL,
  at timestamptz NOT NULL,
  by_id text NOT NULL,
  by_name text NOT NULL,
  post text NOT NULL DEFAULT '',
  actor_title text NOT NULL DEFAULT '',
  on_behalf_of text NOT NULL DEFAULT '',
  files jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX ix_field_check_dossier_id ON field_check (dossier_id);
CREATE TABLE dossier_task (
  id uuid CONSTRAINT pk_dossier_task PRIMARY KEY,
  version integer NOT NULL,
  dossier_id uuid NOT NULL CONSTRAINT fk_dossier_task_dossier_id_dossier REFERENCES dossier (id),
  number smallint NOT NULL,
  agency_code text NOT NULL,
  dossier_words text NOT NULL,
  what text NOT NULL,
  to_id text NOT NULL,
  to_name text NOT NULL,
  by_id text NOT NULL,
  by_name text NOT NULL,
  given_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  state text NOT NULL,
  answer text NOT NULL,
  ended_at timestamptz,
  search_text text NOT NULL,
  CONSTRAINT uq_dossier_task_dossier_id UNIQUE (dossier_id, number)
);
CREATE INDEX ix_dossier_task_given_to ON dossier_task (agency_code, to_id, due_at, id) WHERE state = 'given';
CREATE INDEX ix_dossier_task_given ON dossier_task (agency_code, due_at, id) WHERE state = 'given';
CREATE INDEX ix_dossier_task_ended ON dossier_task (agency_code, given_at, id) WHERE state <> 'given';
CREATE INDEX ix_dossier_task_words ON dossier_task USING gin (
  array_to_tsvector(string_to_array((agency_code || '/') || replace(search_text, ' ', (' ' || agency_code) || '/'), ' '))
)
"""


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("dossier_task")
    op.drop_table("field_check")

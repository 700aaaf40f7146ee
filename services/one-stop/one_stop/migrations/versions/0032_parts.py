"""Parts of dossiers that other agencies do, on both sides, and what a dossier waits for."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_OPEN = "state IN ('drafted', 'received', 'sent')"
_ENDED = "state IN ('answered', 'recalled', 'refused')"

_TABLES = f"""
ALTER TABLE dossier ADD COLUMN awaits text NOT NULL DEFAULT '';
CREATE TABLE dossier_part (
  id uuid CONSTRAINT pk_dossier_part PRIMARY KEY,
  version integer NOT NULL,
  dossier_id uuid NOT NULL CONSTRAINT fk_dossier_part_dossier_id_dossier REFERENCES dossier (id),
  number smallint NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  step_name text NOT NULL,
  asked_by text NOT NULL,
  asked_by_name text NOT NULL,
  asked_by_title text NOT NULL,
  agency_code text NOT NULL,
  agency_name text NOT NULL,
  unit_id text NOT NULL,
  question text NOT NULL,
  papers jsonb NOT NULL,
  asked_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  required boolean NOT NULL,
  skipped_at timestamptz,
  skipped_by_name text NOT NULL,
  skipped_reason text NOT NULL,
  holder_name text NOT NULL,
  received_at timestamptz,
  ended_at timestamptz,
  worked_minutes integer,
  conclusion text NOT NULL,
  opinion text NOT NULL,
  answered_by_name text NOT NULL,
  answered_by_title text NOT NULL,
  answer jsonb,
  CONSTRAINT uq_dossier_part_dossier_id UNIQUE (dossier_id, number)
);
CREATE INDEX ix_dossier_part_open ON dossier_part (dossier_id) WHERE {_OPEN};
CREATE TABLE asked_part (
  id uuid CONSTRAINT pk_asked_part PRIMARY KEY,
  version integer NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  number smallint NOT NULL,
  agency_code text NOT NULL,
  unit_id text NOT NULL,
  from_agency_code text NOT NULL,
  from_agency_name text NOT NULL,
  asked_by_name text NOT NULL,
  asked_by_title text NOT NULL,
  dossier_code text NOT NULL,
  procedure_name text NOT NULL,
  owner_name text NOT NULL,
  question text NOT NULL,
  papers jsonb NOT NULL,
  slip jsonb NOT NULL,
  asked_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  received_at timestamptz,
  ended_at timestamptz,
  holder_id text,
  holder_name text NOT NULL,
  conclusion text NOT NULL,
  opinion text NOT NULL,
  drafted_by_name text NOT NULL,
  signed_by_name text NOT NULL,
  answer jsonb,
  search_text text NOT NULL
);
CREATE INDEX ix_asked_part_open ON asked_part (agency_code, due_at, id) WHERE {_OPEN};
CREATE INDEX ix_asked_part_ended ON asked_part (agency_code, asked_at, id) WHERE {_ENDED};
CREATE INDEX ix_asked_part_words ON asked_part USING gin (
  array_to_tsvector(string_to_array((agency_code || '/') || replace(search_text, ' ', (' ' || agency_code) || '/'), ' '))
);
CREATE TABLE part_entry (
  id uuid CONSTRAINT pk_part_entry PRIMARY KEY,
  part_id uuid NOT NULL CONSTRAINT fk_part_entry_part_id_asked_part REFERENCES asked_part (id),
  number integer NOT NULL,
  action text NOT NULL,
  at timestamptz NOT NULL,
  by_id text NOT NULL,
  by_name text NOT NULL,
  to_name text NOT NULL,
  note text NOT NULL,
  post text NOT NULL DEFAULT '',
  actor_title text NOT NULL DEFAULT '',
  on_behalf_of text NOT NULL DEFAULT '',
  files jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT uq_part_entry_part_id UNIQUE (part_id, number)
)
"""


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("part_entry", "asked_part", "dossier_part"):
        op.drop_table(table)
    op.drop_column("dossier", "awaits")

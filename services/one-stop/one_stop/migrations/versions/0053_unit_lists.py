"""Dossiers handed to a unit by list: numbered papers with two confirmations, and what became of each dossier."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE unit_list (
  id uuid CONSTRAINT pk_unit_list PRIMARY KEY,
  agency_code text NOT NULL,
  year smallint NOT NULL,
  number integer NOT NULL,
  unit_id text NOT NULL,
  unit_name text NOT NULL,
  at timestamptz NOT NULL,
  by_id text NOT NULL,
  by_name text NOT NULL,
  amount smallint NOT NULL,
  state text NOT NULL,
  taken smallint NOT NULL,
  ended_at timestamptz,
  ended_by_id text NOT NULL,
  ended_by_name text NOT NULL,
  ended_by_title text NOT NULL,
  note text NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  file_name text NOT NULL,
  snapshot jsonb NOT NULL,
  post text NOT NULL DEFAULT '',
  actor_title text NOT NULL DEFAULT '',
  on_behalf_of text NOT NULL DEFAULT '',
  files jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT uq_unit_list_number UNIQUE (agency_code, year, number));
CREATE INDEX ix_unit_list_agency_code ON unit_list (agency_code, at, id);
CREATE INDEX ix_unit_list_handed ON unit_list (agency_code, unit_id) WHERE state = 'handed';
CREATE TABLE unit_item (
  id uuid CONSTRAINT pk_unit_item PRIMARY KEY,
  list_id uuid NOT NULL CONSTRAINT fk_unit_item_list_id_unit_list REFERENCES unit_list (id),
  dossier_id uuid NOT NULL CONSTRAINT fk_unit_item_dossier_id_dossier REFERENCES dossier (id),
  position smallint NOT NULL,
  code text NOT NULL,
  procedure_name text NOT NULL,
  applicant_name text NOT NULL,
  papers text NOT NULL,
  state text NOT NULL,
  note text NOT NULL);
CREATE INDEX ix_unit_item_list_id ON unit_item (list_id, position);
CREATE INDEX ix_unit_item_dossier_id ON unit_item (dossier_id);
CREATE UNIQUE INDEX uq_unit_item_handed ON unit_item (dossier_id) WHERE state = 'handed'
"""


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("unit_item")
    op.drop_table("unit_list")

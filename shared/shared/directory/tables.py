"""The copy's tables as DDL, for services' migrations: made, or brought into this shape from what a service had of its own."""

from typing import Any


def adopt_agencies_v1(op: Any) -> None:
    """The first shape of agencies; rows that are there stay."""
    _run(op, _AGENCIES)


def adopt_people_v1(op: Any) -> None:
    """The first shape of units, people, posts and delegations; rows that are there stay."""
    _run(op, _PEOPLE)


def add_former_names(op: Any) -> None:
    """The second shape of agencies."""
    op.execute("ALTER TABLE agency ADD COLUMN former_names jsonb NOT NULL DEFAULT '[]'")


def add_collective(op: Any) -> None:
    """The third shape of agencies."""
    op.execute("ALTER TABLE agency ADD COLUMN collective text NOT NULL DEFAULT ''")


def add_codes_of_2020(op: Any) -> None:
    """The fourth shape of agencies."""
    op.execute(
        "ALTER TABLE agency ADD COLUMN code_2020 text NOT NULL DEFAULT '', ADD COLUMN former_codes jsonb NOT NULL DEFAULT '[]'"
    )


def add_contacts(op: Any) -> None:
    """The fifth shape of agencies."""
    op.execute(
        "ALTER TABLE agency ADD COLUMN email text NOT NULL DEFAULT '', ADD COLUMN website text NOT NULL DEFAULT ''"
    )


def _run(op: Any, script: str) -> None:
    for statement in script.split(";"):
        if statement.strip():
            op.execute(statement)


_EMPTY = "text NOT NULL DEFAULT ''"
_AGENCIES = f"""
CREATE TABLE IF NOT EXISTS agency (code text, name text NOT NULL, valid_from date NOT NULL, valid_to date,
  CONSTRAINT pk_agency PRIMARY KEY (code));
ALTER TABLE agency ADD COLUMN IF NOT EXISTS short_name {_EMPTY}, ADD COLUMN IF NOT EXISTS tier {_EMPTY},
  ADD COLUMN IF NOT EXISTS parent_code {_EMPTY}, ADD COLUMN IF NOT EXISTS mail_domain {_EMPTY}, ADD COLUMN IF NOT EXISTS address {_EMPTY},
  ADD COLUMN IF NOT EXISTS phone {_EMPTY}, ADD COLUMN IF NOT EXISTS sort_key text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS successor_code {_EMPTY};
ALTER TABLE agency ALTER COLUMN short_name SET DEFAULT '', ALTER COLUMN tier SET DEFAULT '', ALTER COLUMN parent_code SET DEFAULT '',
  ALTER COLUMN address SET DEFAULT '', ALTER COLUMN phone SET DEFAULT '', ALTER COLUMN sort_key SET DEFAULT ''
"""
_PEOPLE = f"""
CREATE TABLE IF NOT EXISTS person (id text, full_name text NOT NULL, user_name text NOT NULL, active boolean NOT NULL DEFAULT true,
  CONSTRAINT pk_person PRIMARY KEY (id));
ALTER TABLE person ADD COLUMN IF NOT EXISTS email {_EMPTY}, ADD COLUMN IF NOT EXISTS sort_key text COLLATE "C" NOT NULL DEFAULT '',
  ALTER COLUMN active SET DEFAULT true;
CREATE TABLE IF NOT EXISTS person_post (person_id text, agency_code text, role text,
  CONSTRAINT pk_person_post PRIMARY KEY (person_id, agency_code, role));
ALTER TABLE person_post DROP CONSTRAINT IF EXISTS fk_person_post_person_id_person;
ALTER TABLE person_post ADD COLUMN IF NOT EXISTS title {_EMPTY}, ADD COLUMN IF NOT EXISTS unit {_EMPTY},
  ADD COLUMN IF NOT EXISTS unit_id {_EMPTY}, ADD COLUMN IF NOT EXISTS post_id {_EMPTY}, ADD COLUMN IF NOT EXISTS kind {_EMPTY};
ALTER TABLE person_post ALTER COLUMN title SET DEFAULT '', ALTER COLUMN unit SET DEFAULT '';
DROP INDEX IF EXISTS ix_person_post_agency_code;
CREATE INDEX IF NOT EXISTS ix_person_post_agency_code_role ON person_post (agency_code, role);
CREATE TABLE unit (id text, agency_code text NOT NULL, code text NOT NULL, name text NOT NULL, kind text NOT NULL, head_post_id text NOT NULL,
  sort_key text COLLATE "C" NOT NULL, valid_from date NOT NULL, valid_to date, CONSTRAINT pk_unit PRIMARY KEY (id));
CREATE INDEX ix_unit_agency_code ON unit (agency_code);
CREATE TABLE delegation (id text, delegate_id text NOT NULL, giver_id text NOT NULL, post_id text NOT NULL, agency_code text NOT NULL,
  role text NOT NULL, title text NOT NULL, powers text[] NOT NULL, valid_to date NOT NULL, CONSTRAINT pk_delegation PRIMARY KEY (id));
CREATE INDEX ix_delegation_delegate_id ON delegation (delegate_id);
CREATE INDEX ix_delegation_agency_code ON delegation (agency_code)
"""

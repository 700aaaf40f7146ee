"""First shape: accounts, catalogue, drafts and submissions, the dossier's course, issued results."""

from alembic import op

from shared.storage import plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE account (
  id uuid, user_name text NOT NULL, kind text NOT NULL, full_name text NOT NULL, personal_id text NOT NULL,
  born_on date,
  address text NOT NULL DEFAULT '', phone text NOT NULL DEFAULT '', email text NOT NULL DEFAULT '',
  representative_name text NOT NULL DEFAULT '', representative_id text NOT NULL DEFAULT '',
  password_hash text NOT NULL, active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_account PRIMARY KEY (id), CONSTRAINT uq_account_user_name UNIQUE (user_name),
  CONSTRAINT uq_account_personal_id UNIQUE (personal_id)
);
CREATE TABLE agency (
  code text, name text NOT NULL, sort_key text COLLATE "C" NOT NULL, tier text NOT NULL,
  address text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '', valid_from date NOT NULL, valid_to date, CONSTRAINT pk_agency PRIMARY KEY (code)
);
CREATE TABLE procedure (
  code text, name text NOT NULL, folded text NOT NULL, sort_key text COLLATE "C" NOT NULL, tier text NOT NULL,
  field text NOT NULL,
  level smallint NOT NULL, agency_codes text[] NOT NULL, term_amount integer NOT NULL, term_unit text NOT NULL,
  fee integer NOT NULL, papers jsonb NOT NULL, form_id text NOT NULL, result_name text NOT NULL,
  CONSTRAINT pk_procedure PRIMARY KEY (code)
);
CREATE INDEX ix_procedure_folded ON procedure USING gin (folded gin_trgm_ops);
CREATE INDEX ix_procedure_agency_codes ON procedure USING gin (agency_codes);
CREATE INDEX ix_procedure_sort_key ON procedure (sort_key, code);
CREATE TABLE published_form (
  form_id text, version integer, title text NOT NULL, schema jsonb NOT NULL, ui jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT pk_published_form PRIMARY KEY (form_id, version)
);
CREATE TABLE draft (
  id uuid, owner text NOT NULL, procedure_code text NOT NULL, agency_code text NOT NULL, form_id text NOT NULL,
  form_version integer NOT NULL, answers jsonb NOT NULL, form_done boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(), filed_at timestamptz, CONSTRAINT pk_draft PRIMARY KEY (id)
);
CREATE INDEX ix_draft_owner ON draft (owner, id) WHERE filed_at IS NULL;
CREATE TABLE uploaded_file (
  id uuid, owner text NOT NULL, purpose_id uuid, paper_code text NOT NULL DEFAULT '', sha256 text NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_uploaded_file PRIMARY KEY (id)
);
CREATE INDEX ix_uploaded_file_purpose_id ON uploaded_file (purpose_id, id);
CREATE INDEX ix_uploaded_file_owner ON uploaded_file (owner, id);
CREATE TABLE submission (
  id uuid, owner text NOT NULL, procedure_code text NOT NULL, procedure_name text NOT NULL, agency_code text NOT NULL,
  applicant jsonb NOT NULL, form_id text NOT NULL, form_version integer NOT NULL, answers jsonb NOT NULL,
  papers jsonb NOT NULL,
  fee_due integer NOT NULL, return_channel text NOT NULL, filed_at timestamptz NOT NULL,
  CONSTRAINT pk_submission PRIMARY KEY (id)
);
CREATE INDEX ix_submission_owner ON submission (owner, id);
CREATE TABLE filed_supplement (
  request_id uuid, submission_id uuid NOT NULL, answers jsonb NOT NULL, papers jsonb NOT NULL,
  filed_at timestamptz NOT NULL,
  CONSTRAINT pk_filed_supplement PRIMARY KEY (request_id),
  CONSTRAINT fk_filed_supplement_submission_id_submission FOREIGN KEY (submission_id) REFERENCES submission (id)
);
CREATE INDEX ix_filed_supplement_submission_id ON filed_supplement (submission_id, filed_at);
CREATE TABLE tracked_dossier (
  id uuid, code text, lookup_secret text NOT NULL DEFAULT '', procedure_name text NOT NULL DEFAULT '',
  agency_code text NOT NULL DEFAULT '', status smallint NOT NULL, step_name text NOT NULL DEFAULT '',
  holder text NOT NULL DEFAULT '', received_at timestamptz, due_at timestamptz, finished_at timestamptz,
  returned_at timestamptz,
  CONSTRAINT pk_tracked_dossier PRIMARY KEY (id), CONSTRAINT uq_tracked_dossier_code UNIQUE (code)
);
CREATE TABLE course_entry (
  id bigint GENERATED ALWAYS AS IDENTITY, dossier_id uuid NOT NULL, kind text NOT NULL, at timestamptz NOT NULL,
  by text NOT NULL DEFAULT '', note text NOT NULL DEFAULT '', CONSTRAINT pk_course_entry PRIMARY KEY (id),
  CONSTRAINT fk_course_entry_dossier_id_tracked_dossier FOREIGN KEY (dossier_id) REFERENCES tracked_dossier (id)
);
CREATE INDEX ix_course_entry_dossier_id ON course_entry (dossier_id, id);
CREATE TABLE course_file (
  id uuid, dossier_id uuid NOT NULL, kind text NOT NULL, sha256 text NOT NULL, size bigint NOT NULL,
  media_type text NOT NULL,
  name text NOT NULL, at timestamptz NOT NULL, CONSTRAINT pk_course_file PRIMARY KEY (id),
  CONSTRAINT fk_course_file_dossier_id_tracked_dossier FOREIGN KEY (dossier_id) REFERENCES tracked_dossier (id)
);
CREATE INDEX ix_course_file_dossier_id ON course_file (dossier_id, at);
CREATE INDEX ix_course_file_sha256 ON course_file (sha256);
CREATE TABLE supplement_request (
  id uuid, dossier_id uuid NOT NULL, reason text NOT NULL, items jsonb NOT NULL, requested_at timestamptz NOT NULL,
  deadline_at timestamptz, closed_at timestamptz, CONSTRAINT pk_supplement_request PRIMARY KEY (id),
  CONSTRAINT fk_supplement_request_dossier_id_tracked_dossier FOREIGN KEY (dossier_id) REFERENCES tracked_dossier (id)
);
CREATE INDEX ix_supplement_request_dossier_id ON supplement_request (dossier_id, requested_at);
CREATE TABLE issued_result (
  verification_code text, dossier_id uuid NOT NULL, dossier_code text NOT NULL, agency_code text NOT NULL,
  procedure_name text NOT NULL, result_name text NOT NULL, result_number text NOT NULL, signed_by text NOT NULL,
  sha256 text NOT NULL, size bigint NOT NULL, name text NOT NULL, issued_at timestamptz NOT NULL,
  CONSTRAINT pk_issued_result PRIMARY KEY (verification_code),
  CONSTRAINT fk_issued_result_dossier_id_tracked_dossier FOREIGN KEY (dossier_id) REFERENCES tracked_dossier (id)
);
CREATE INDEX ix_issued_result_sha256 ON issued_result (sha256);
CREATE INDEX ix_issued_result_dossier_id ON issued_result (dossier_id)
"""


def upgrade() -> None:
    plumbing.create_v1(op)
    for statement in _TABLES.split(";"):
        op.execute(statement)

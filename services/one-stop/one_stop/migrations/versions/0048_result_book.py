"""The book of issued results, filled from what was signed and what was recalled; and what becomes of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.storage.words import words_index

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
_SIGNED = """
INSERT INTO booked_result (id, version, dossier_id, dossier_code, agency_code, procedure_code, procedure_name,
  verification_code, number, title, outcome, holder_name, holder_number, signed_by_name, issued_at, sha256, size, file_name,
  state, changed_at, search_text)
SELECT gen_random_uuid(), 1, d.id, COALESCE(d.code, ''), d.agency_code, d.procedure_code, d.procedure_name,
  r.verification_code, r.number, r.title, r.outcome, COALESCE(h.holder ->> 'full_name', d.applicant_name),
  COALESCE(NULLIF(h.holder ->> 'personal_id', ''), h.holder ->> 'identity_number', ''),
  r.signed_by_name, r.signed_at, r.sha256, r.size, r.file_name, r.state, r.changed_at,
  d.search_text || ' ' || replace(lower(r.number), 'đ', 'd')
FROM (
  SELECT dossier_id, verification_code, number, title, outcome, signed_by_name, signed_at, sha256, size, file_name,
    'in-force' AS state, CAST(NULL AS timestamptz) AS changed_at
  FROM dossier_result WHERE sha256 <> '' AND verification_code IS NOT NULL AND signed_at IS NOT NULL
  UNION ALL
  SELECT dossier_id, verification_code, number, title, outcome, signed_by_name, signed_at, sha256, size, file_name,
    'recalled', recalled_at
  FROM recalled_result
) r
JOIN dossier d ON d.id = r.dossier_id
CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(d.owner, 'null'), d.applicant) AS holder) h
WHERE true
ON CONFLICT (verification_code) DO UPDATE SET state = EXCLUDED.state, changed_at = EXCLUDED.changed_at
WHERE EXCLUDED.state = 'recalled' AND booked_result.state = 'in-force'
"""
# What a copy of the release before signs or recalls meanwhile is entered too: at its commit, when the new code has long done it itself.
_ENTER = """
CREATE FUNCTION enter_result_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
/*fill*/;
RETURN NULL;
END $$
"""


def upgrade() -> None:
    _create_book()
    _create_changes()
    op.execute(_SIGNED)
    op.execute(_ENTER.replace("/*fill*/", _SIGNED.replace("WHERE true", "WHERE d.id = NEW.dossier_id")))
    for table, event in (("dossier_result", "UPDATE OF sha256"), ("recalled_result", "INSERT")):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_in_book AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION enter_result_book()"
        )
    op.create_index("ix_booked_result_agency_code", "booked_result", ["agency_code", "issued_at", "id"])
    op.create_index("ix_booked_result_dossier_id", "booked_result", ["dossier_id"])
    op.create_index("ix_booked_result_dossier_code", "booked_result", ["dossier_code"])
    words = words_index("search_text", "agency_code")
    op.execute(f"CREATE INDEX ix_booked_result_words ON booked_result USING gin ({words})")


def _create_book() -> None:
    texts = (
        "dossier_code", "agency_code", "procedure_code", "procedure_name", "verification_code", "number", "title", "outcome",
        "holder_name", "holder_number", "signed_by_name", "sha256", "file_name", "state", "search_text",
    )  # fmt: skip
    op.create_table(
        "booked_result",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), sa.ForeignKey("dossier.id"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("scope", sa.Text(), nullable=False, server_default=""),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT),
        sa.Column("replaced_by", sa.Uuid(), sa.ForeignKey("booked_result.id")),
        sa.UniqueConstraint("verification_code", name="uq_booked_result_verification_code"),
    )


def _create_changes() -> None:
    op.create_table(
        "result_change",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("result_id", sa.Uuid(), sa.ForeignKey("booked_result.id"), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("kind", "by_id", "by_name", "agency_code", "reason", "legal_basis", "document_number")
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False, server_default="")
            for name in ("ground", "corrected", "post", "actor_title", "on_behalf_of")
        ),
        sa.Column("replaced_by", sa.Uuid(), sa.ForeignKey("booked_result.id")),
        sa.Column("valid_until", sa.Date()),
        sa.Column("files", JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.UniqueConstraint("result_id", "number", name="uq_result_change_number"),
    )


def downgrade() -> None:
    for table in ("dossier_result", "recalled_result"):
        op.execute(f"DROP TRIGGER {table}_in_book ON {table}")
    op.execute("DROP FUNCTION enter_result_book()")
    op.drop_table("result_change")
    op.drop_table("booked_result")

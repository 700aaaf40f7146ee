"""Who gave the password of an account, and when; of those given before, as the evidence has it."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_GIVEN = """
UPDATE credential SET given_by = last.subject, given_at = last.at
FROM (
    SELECT DISTINCT ON (subject) subject AS person, substring(actor FROM '^officer:(.*)$') AS subject, at FROM evidence
    WHERE kind IN ('person-added', 'password-reset') ORDER BY subject, id DESC
) AS last
WHERE last.person = 'person/' || credential.person_id AND last.subject IS NOT NULL
"""


def upgrade() -> None:
    op.execute("ALTER TABLE credential ADD COLUMN given_by text, ADD COLUMN given_at timestamptz")
    op.execute(_GIVEN)


def downgrade() -> None:
    op.drop_column("credential", "given_at")
    op.drop_column("credential", "given_by")

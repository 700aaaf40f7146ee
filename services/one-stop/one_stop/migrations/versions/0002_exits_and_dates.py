"""Every state has an exit: supplement deadlines, holders, provisional dates; titles of each form; one number, one result."""

import json
import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.standards.vietnamese import fold

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = "status IN (1, 2, 4, 5, 9)"


def upgrade() -> None:
    op.add_column("dossier", sa.Column("due_provisional", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("dossier", sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("procedure_version", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dossier_result", sa.Column("number_key", sa.Text(), nullable=True))
    op.create_table(
        "form_titles",
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field_labels", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("form_id", "form_version", name=op.f("pk_form_titles")),
    )
    op.create_index(
        "ix_dossier_holder",
        "dossier",
        ["holder_id"],
        postgresql_where=sa.text(f"{OPEN} AND holder_id IS NOT NULL"),
    )
    op.create_index(
        "ix_dossier_provisional", "dossier", ["agency_code"], postgresql_where=sa.text(f"{OPEN} AND due_provisional")
    )
    op.create_unique_constraint(op.f("uq_dossier_result_number_key"), "dossier_result", ["number_key"])
    # Lists follow the step's deadline, and the supplement's while one is awaited.
    op.execute("UPDATE dossier SET work_due_at = step_due_at WHERE status IN (2, 4, 9) AND step_due_at IS NOT NULL")
    op.execute(
        "UPDATE dossier d SET waits_until = r.deadline_at, work_due_at = COALESCE(r.deadline_at, d.work_due_at)"
        " FROM supplement_request r WHERE r.dossier_id = d.id AND r.completed_at IS NULL AND d.status = 5"
    )
    # Nobody can fetch an electronic result without an account.
    op.execute("UPDATE dossier SET return_channel = 'counter' WHERE channel = '1' AND return_channel = 'online'")
    _widen_search()
    _key_numbers()
    # Work lies with nobody who has left.
    op.execute(
        "UPDATE dossier d SET holder_id = NULL, holder_name = '', version = version + 1"
        " WHERE status IN (1, 2, 4, 5, 9) AND holder_id IS NOT NULL AND NOT EXISTS ("
        "SELECT FROM person p JOIN person_post t ON t.person_id = p.id"
        " WHERE p.id = d.holder_id AND p.active AND t.agency_code = d.agency_code AND t.role = d.step_role)"
    )


def _widen_search() -> None:
    """Dossiers are found by the numbers and the owner's name too."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, code, procedure_name, applicant, owner FROM dossier")).yield_per(1000)
    batch: list[dict[str, object]] = []
    for row in rows:
        parties = [_value(party) for party in (row.applicant, row.owner) if party]
        known = [str(party.get(name, "")) for party in parties for name in ("full_name", "personal_id", "phone")]
        batch.append({"id": row.id, "text": fold(" ".join((row.code or "", row.procedure_name, *known)))})
    for start in range(0, len(batch), 1000):
        connection.execute(
            sa.text("UPDATE dossier SET search_text = :text WHERE id = :id"), batch[start : start + 1000]
        )


def _key_numbers() -> None:
    """The first result with a number keeps it; what was doubled before stays without a key."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT r.dossier_id, r.number, d.agency_code,"
            " EXTRACT(year FROM COALESCE(r.signed_at, r.drafted_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS year"
            " FROM dossier_result r JOIN dossier d ON d.id = r.dossier_id ORDER BY COALESCE(r.signed_at, r.drafted_at)"
        )
    ).all()
    keyed: dict[str, object] = {}
    for row in rows:
        number = re.sub(r"^0+(?=[0-9])", "", re.sub(r"\s+", "", fold(row.number)))
        keyed.setdefault(f"{row.agency_code}|{row.year}|{number}", row.dossier_id)
    for key, dossier_id in keyed.items():
        statement = sa.text("UPDATE dossier_result SET number_key = :key WHERE dossier_id = :dossier_id")
        connection.execute(statement, {"key": key, "dossier_id": dossier_id})


def _value(stored: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(stored) if isinstance(stored, str) else stored  # type: ignore[assignment]
    return found

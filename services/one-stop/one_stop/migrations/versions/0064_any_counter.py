"""What one agency's counter receives and another decides."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_ELSEWHERE = "term_from IS NOT NULL"


def upgrade() -> None:
    for name in ("helped_agency_code", "return_agency_code", "transit"):
        op.add_column("dossier", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("dossier", sa.Column("term_from", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_dossier_received_for_others",
        "dossier",
        ["received_agency_code", "opened_at", "id"],
        postgresql_where=sa.text(_ELSEWHERE),
    )
    op.create_index(
        "ix_dossier_received_by_others",
        "dossier",
        ["agency_code", "code"],
        postgresql_where=sa.text(_ELSEWHERE),
    )


def downgrade() -> None:
    op.drop_index("ix_dossier_received_by_others", "dossier")
    op.drop_index("ix_dossier_received_for_others", "dossier")
    for name in ("term_from", "transit", "return_agency_code", "helped_agency_code"):
        op.drop_column("dossier", name)

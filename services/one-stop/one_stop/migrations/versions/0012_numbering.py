"""Codes and numbers of slips come from one mechanism (`shared.work.numbering`); counters go on from where they were.

A code that no dossier bears is written down with whom it was kept for. The old counters go at once: a release that still runs is
refused a number until it is replaced, rather than giving one twice.
"""

from alembic import op

from shared.work import number_tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number_tables.create(op)
    op.execute(
        "INSERT INTO number_counter (agency_code, kind, year, part, last)"
        """ SELECT agency_code, 'dossier', extract(year FROM "on")::int, to_char("on", 'MM-DD'), last FROM dossier_serial"""
        " UNION ALL SELECT agency_code, 'form/' || form_no, year, '', last FROM form_serial"
    )
    # Those of the past are given up with their reason; one of today may still be asked for by its dossier.
    op.execute(
        """
INSERT INTO held_number (agency_code, kind, year, part, number, holder, void, reason)
SELECT s.agency_code, 'dossier', extract(year FROM s."on")::int, to_char(s."on", 'MM-DD'), n,
  COALESCE('dossier/' || r.dossier_id, ''), r.dossier_id IS NULL OR s."on" < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
  CASE WHEN r.dossier_id IS NULL THEN 'Số trống từ trước khi hệ thống ghi số giữ, số bỏ' ELSE 'Giữ cho hồ sơ chưa tiếp nhận xong' END
FROM dossier_serial s CROSS JOIN LATERAL generate_series(1, s.last) AS n
CROSS JOIN LATERAL (SELECT s.agency_code || to_char(s."on", '-YYMMDD-') || lpad(n::text, greatest(4, length(n::text)), '0') AS code) c
LEFT JOIN code_reservation r ON r.code = c.code
WHERE NOT EXISTS (SELECT FROM dossier d WHERE d.code = c.code)
"""
    )
    for table in ("dossier_serial", "code_reservation", "form_serial"):
        op.drop_table(table)


def downgrade() -> None:
    raise NotImplementedError("numbers given since then would be given again")

"""Numbers come from one mechanism (`shared.work.numbering`); counters go on from where they were.

A number that no document bears - none should be missing - is written down as such. The old counters go at once: a release that still
runs is refused a number until it is replaced, rather than giving one twice.
"""

from alembic import op

from shared.work import number_tables

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number_tables.create(op)
    op.execute(
        "INSERT INTO number_counter (agency_code, kind, year, part, last)"
        " SELECT s.agency_code, 'outgoing/' || s.code, y.year, '', y.last_number"
        " FROM series_year y JOIN number_series s ON s.id = y.series_id"
        " UNION ALL SELECT agency_code, 'arrival', year, '', last_number FROM arrival_year"
    )
    op.execute(
        "INSERT INTO held_number (agency_code, kind, year, part, number, void, reason)"
        " SELECT c.agency_code, c.kind, c.year, '', n, true, 'Số trống từ trước khi hệ thống ghi số giữ, số bỏ'"
        " FROM number_counter c CROSS JOIN LATERAL generate_series(1, c.last) AS n"
        " WHERE NOT EXISTS (SELECT FROM outgoing_document d JOIN number_series s ON s.id = d.series_id"
        "   WHERE d.agency_code = c.agency_code AND 'outgoing/' || s.code = c.kind AND d.year = c.year AND d.number = n)"
        " AND NOT EXISTS (SELECT FROM incoming_document i WHERE c.kind = 'arrival' AND i.addressee_code = c.agency_code"
        "   AND i.arrival_year = c.year AND i.arrival_number = n)"
    )
    op.drop_table("series_year")
    op.drop_table("arrival_year")


def downgrade() -> None:
    raise NotImplementedError("numbers given since then would be given again")

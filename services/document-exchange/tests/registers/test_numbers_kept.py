"""A province that has numbered goes on from its last number, and every number that no document bears is explained."""

from testing.upgrades import database_at

HERE = "000.00.11.H08"
SERIES = "01a217dc-e449-7a21-90e1-317a59d2e54b"
DRAFT = (
    "INSERT INTO outgoing_document (id, agency_code, status, type_code, type_name, subject)"
    f" VALUES (gen_random_uuid(), '{HERE}', 'sealed', 'CV', 'Công văn', '%s')"
)
NUMBERED_BEFORE_0016 = (
    f"UPDATE outgoing_document SET series_id = '{SERIES}', year = 2026, number = %d WHERE subject = '%s'"
)
"""As the release before that migration gives a number."""


def test_counters_go_on_and_numbers_without_a_document_are_written_down(postgres_url: str) -> None:
    with database_at("0013", "document_exchange", postgres_url) as old:
        old.rows(
            f"INSERT INTO number_series VALUES ('{SERIES}', '{HERE}', 'administrative', 'Văn bản hành chính', '{{}}')",
            f"INSERT INTO series_year VALUES ('{SERIES}', 2026, 3)",
            f"INSERT INTO arrival_year VALUES ('{HERE}', 2026, 1)",
            "INSERT INTO outgoing_document (id, agency_code, status, type_code, type_name, subject, series_id, year, number)"
            f" VALUES ('{SERIES}', '{HERE}', 'numbered', 'CV', 'Công văn', 'Thử', '{SERIES}', 2026, 2)",
        )
        old.upgrade()
        counters = old.rows("SELECT kind, year, part, last FROM number_counter ORDER BY kind")
        assert counters == [("arrival", 2026, "", 1), ("outgoing/administrative", 2026, "", 3)]
        held = old.rows("SELECT kind, number, void FROM held_number ORDER BY kind, number")
        outgoing = "outgoing/administrative"
        assert held == [("arrival", 1, True), (outgoing, 1, True), (outgoing, 3, True)]


def test_what_an_older_copy_numbers_during_the_upgrade_is_in_the_register(postgres_url: str) -> None:
    with database_at("0022", "document_exchange", postgres_url) as old:
        old.rows(
            f"INSERT INTO number_series VALUES ('{SERIES}', '{HERE}', 'administrative', 'Văn bản hành chính', '{{}}')",
            *(DRAFT % name for name in ("earlier", "meanwhile", "draft")),
            NUMBERED_BEFORE_0016 % (1, "earlier"),
        )
        old.upgrade()
        old.rows(
            NUMBERED_BEFORE_0016 % (2, "meanwhile"),
            "INSERT INTO outgoing_document (id, agency_code, status, type_code, type_name, subject, series_id, year, number)"
            f" VALUES (gen_random_uuid(), '{HERE}', 'numbered', 'CV', 'Công văn', 'at once', '{SERIES}', 2026, 3)",
        )
        registered = old.rows("SELECT subject, series_code FROM outgoing_document ORDER BY number")
    code = "administrative"
    assert registered == [("earlier", code), ("meanwhile", code), ("at once", code), ("draft", None)]

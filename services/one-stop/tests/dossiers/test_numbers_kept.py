"""A province that has numbered goes on from its last number, and every code that no dossier bears is explained."""

from testing.upgrades import database_at

HERE = "000.00.13.H08"
DOSSIER = "01a217dc-e449-7a21-90e1-317a59d2e54b"


def test_counters_go_on_and_codes_without_a_dossier_are_written_down(postgres_url: str) -> None:
    with database_at("0010", "one_stop", postgres_url) as old:
        old.rows(
            f"INSERT INTO dossier_serial VALUES ('{HERE}', '2026-03-02', 3)",
            f"INSERT INTO form_serial VALUES ('{HERE}', 2026, '02', 7)",
            f"INSERT INTO code_reservation VALUES ('{DOSSIER}', '2026-03-02', '{HERE}-260302-0002')",
        )
        old.upgrade()
        counters = old.rows("SELECT kind, year, part, last FROM number_counter ORDER BY kind")
        assert counters == [("dossier", 2026, "03-02", 3), ("form/02", 2026, "", 7)]
        held = old.rows("SELECT number, holder, void, bearer FROM held_number ORDER BY number")
        assert held == [(1, "", True, ""), (2, f"dossier/{DOSSIER}", True, ""), (3, "", True, "")]

"""What a copy of the older release writes during an upgrade is as good as what the newer one writes."""

from testing.upgrades import database_at

HERE = "000.00.11.H08"
DOCUMENT = "01a217dc-e449-7a21-90e1-317a59d2e54b"
ARRIVED = "'2026-03-02 08:00+07'"
GIVEN = (
    "INSERT INTO assignment (incoming_id, person_id, person_name, part, assigned_by)"
    f" VALUES ('{DOCUMENT}', '%s', 'An', 'cooperate', 'x')"
)


def test_what_an_older_copy_gives_somebody_stands_in_the_order_of_arrival(postgres_url: str) -> None:
    with database_at("0026", "document_exchange", postgres_url) as old:
        old.rows(
            "INSERT INTO incoming_document (id, addressee_code, sender_code, document_code, document_key, packet_sha256,"
            f" packet_size, packet_name, arrived_at) VALUES ('{DOCUMENT}', '{HERE}', 'x', 'x', 'x', 'x', 1, 'x', {ARRIVED})",
            GIVEN % "earlier",
        )
        old.upgrade()
        old.rows(GIVEN % "meanwhile")
        [given] = old.rows(f"SELECT count(*) FROM assignment WHERE arrived_at = {ARRIVED}")
    assert given == (2,)


def test_what_an_older_copy_gives_out_and_moves_is_found_in_its_state(postgres_url: str) -> None:
    helping = f"INSERT INTO cooperating_unit (incoming_id, unit_id, unit_name) VALUES ('{DOCUMENT}', '%s', 'Phòng')"
    states = "SELECT status FROM assignment UNION ALL SELECT status FROM cooperating_unit"
    with database_at("0033", "document_exchange", postgres_url) as old:
        old.rows(
            "INSERT INTO incoming_document (id, addressee_code, sender_code, document_code, document_key, packet_sha256,"
            f" packet_size, packet_name, status) VALUES ('{DOCUMENT}', '{HERE}', 'x', 'x', 'x', 'x', 1, 'x', '04')",
            GIVEN % "earlier",
            helping % "earlier",
        )
        old.upgrade()
        given = old.rows(GIVEN % "meanwhile", helping % "meanwhile", states)
        moved = old.rows("UPDATE incoming_document SET status = '05'", states)
        [arrived] = old.rows(
            "SELECT count(*) FROM cooperating_unit c JOIN incoming_document d ON d.id = incoming_id AND d.arrived_at = c.arrived_at"
        )
    assert (given, moved, arrived) == ([("04",)] * 4, [("05",)] * 4, (2,))


def test_names_that_packets_gave_their_senders_stand_apart_after_an_upgrade(postgres_url: str) -> None:
    claimed = "UBND tỉnh. Mời đăng nhập https://evil.example"
    rows = {"1": (claimed, "07/\\n\\nA"), "2": ("Sở Một cũ", "07/A"), "3": ("S1", "8" * 101), "4": ("", "")}
    former = """'[{"name": "Sở Một cũ", "until": "2020-01-01"}]'"""
    with database_at("0031", "document_exchange", postgres_url) as old:
        old.rows(
            "INSERT INTO agency (code, name, short_name, valid_from, former_names)"
            f" VALUES ('x', 'Sở Một', 'S1', '2016-01-01', {former})",
            *(
                "INSERT INTO incoming_document (id, addressee_code, sender_code, document_code, document_key, packet_sha256,"
                f" packet_size, packet_name, sender_name, reference) VALUES (gen_random_uuid(), '{HERE}', 'x', '{code}',"
                f" '{code}', 'x', 1, 'x', '{name}', E'{reference}')"
                for code, (name, reference) in rows.items()
            ),
        )
        old.upgrade()
        kept = old.rows(
            "SELECT document_code, sender_name, packet_sender_name, reference FROM incoming_document ORDER BY 1"
        )
    assert kept == [
        ("1", "Sở Một", claimed, "07/ A"),
        ("2", "Sở Một cũ", "", "07/A"),
        ("3", "S1", "", "8" * 100),
        ("4", "", "", ""),
    ]

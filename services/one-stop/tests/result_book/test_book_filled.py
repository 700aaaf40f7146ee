"""What was signed and recalled before there was a book stands in it, and what a copy of the older release signs during the upgrade."""

from testing.upgrades import database_at

HERE = "000.00.13.H08"
VERSION = "01a217dc-e449-7a21-90e1-317a59d2e540"
DOSSIERS = [f"01a217dc-e449-7a21-90e1-317a59d2e54{last}" for last in "bc"]
DRAFTED = (
    "INSERT INTO dossier_result (dossier_id, number, title, body, drafted_by, drafted_by_name, drafted_at, signed_by,"
    " signed_by_name, sha256, size, file_name, returned_by_name, returned_to) VALUES ('{id}', '{number}', 'Giấy phép', 'Nội dung',"
    " 'b', 'Bình', now(), '', '', '', 0, '', '', '')"
)
SIGNED = (
    "UPDATE dossier_result SET verification_code = 'ma-{number}', signed_by_name = 'Minh', signed_at = now(), sha256 = 'f{number}',"
    " size = 9, file_name = 'kq.pdf' WHERE dossier_id = '{id}'"
)
RECALLED = (
    "INSERT INTO recalled_result (verification_code, dossier_id, number, title, outcome, signed_by, signed_by_name, signed_at, sha256,"
    " size, file_name, recalled_by, recalled_by_name, recalled_at, reason) VALUES ('{code}', '{id}', '1/GP', 'Giấy phép', 'granted',"
    " 'm', 'Minh', now(), 'f9', 9, 'kq.pdf', 'm', 'Minh', now(), 'Ghi sai')"
)


def _dossier(columns: list[tuple[str, str, bool]], dossier_id: str) -> str:
    """A row with something in every column that must have a value."""
    own = {
        "id": f"'{dossier_id}'", "agency_code": f"'{HERE}'", "applicant_name": "'Lan'", "procedure_version_id": f"'{VERSION}'",
        "applicant": """'{"full_name": "Trần Thị Lan", "personal_id": "052090001234"}'""", "answers": "'{}'", "search_text": "'lan'",
    }  # fmt: skip
    empty = {"text": "''", "jsonb": "'{}'", "timestamp with time zone": "now()", "boolean": "false", "uuid": "NULL"}
    named = [(name, own.get(name) or empty.get(kind, "1")) for name, kind, needed in columns if needed or name in own]
    return f"INSERT INTO dossier ({', '.join(n for n, _ in named)}) VALUES ({', '.join(v for _, v in named)})"


def test_the_book_is_filled_and_goes_on_while_both_releases_run(postgres_url: str) -> None:
    with database_at("0044", "one_stop", postgres_url) as old:
        columns = old.rows(
            "SELECT column_name, data_type, is_nullable = 'NO' AND column_default IS NULL FROM information_schema.columns"
            " WHERE table_name = 'dossier'"
        )
        first, second = DOSSIERS
        old.rows("ALTER TABLE dossier DROP CONSTRAINT fk_dossier_procedure_version_id_procedure_version")
        old.rows(*(_dossier(columns, one) for one in DOSSIERS))
        old.rows(*(DRAFTED.format(id=one, number=f"{place}/GP") for place, one in enumerate(DOSSIERS, 2)))
        old.rows(SIGNED.format(id=first, number="2/GP"), RECALLED.format(code="ma-1/GP", id=first))
        old.upgrade()
        told = "SELECT number, state, holder_name, holder_number FROM booked_result ORDER BY number"
        lan = ("Trần Thị Lan", "052090001234")
        assert old.rows(told) == [("1/GP", "recalled", *lan), ("2/GP", "in-force", *lan)]
        old.rows(SIGNED.format(id=second, number="3/GP"))
        emptied = f"UPDATE dossier_result SET sha256 = '', verification_code = NULL WHERE dossier_id = '{first}'"
        old.rows(f"{RECALLED.format(code='ma-2/GP', id=first)}; {emptied}", "SELECT 1")
        assert old.rows(told)[1:] == [("2/GP", "recalled", *lan), ("3/GP", "in-force", *lan)]

"""What people typed stays text in every file of a list."""

import csv
from pathlib import Path

import pytest

from shared.work.listing import Column
from shared.work.sheets import Csv


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_no_text_of_a_csv_file_is_a_formula(tmp_path: Path, sign: str) -> None:
    typed, plain = f"{sign}1+1", f"Văn bản {sign}1+1"
    sheet = Csv(tmp_path / "a.csv", "Thử", [Column("text", "Chữ", lambda row: row)])
    sheet.write([typed, plain])
    sheet.close()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Chữ"], [f"'{typed}"], [plain]]

"""What the command says to wrong words, and what its help calls things: Vietnamese, with the choices there are."""

import subprocess
import sys

import pytest


def _say(*words: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-m", "operations.command", *words], capture_output=True, text=True, timeout=60, check=False
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bench", "--only", "x"], "--only nhận một trong 'documents', 'dossiers', 'lists', 'signing'."),
        (["bench", "--rounds", "0"], "giá trị của --rounds không hợp lệ."),
        (["bench", "--nhanh"], "không có tùy chọn --nhanh."),
        (["fill"], "còn thiếu MÃ."),
        (["chay"], "không có lệnh chay."),
    ],
)
def test_wrong_words_are_told_what_is_right(words: list[str], said: str) -> None:
    assert _say(*words) == (2, f"Lỗi: {said} Xem ./lienthong --help.\n")


@pytest.mark.parametrize(("command", "names"), [("bench", "--only --axis --rounds"), ("fill", "--rows MÃ")])
def test_help_names_every_choice_and_speaks_vietnamese(command: str, names: str) -> None:
    code, text = _say(command, "--help")
    assert code == 0
    assert [name for name in names.split() if name not in text] == []
    assert "default" not in text
    assert "required" not in text

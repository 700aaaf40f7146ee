"""What is too long is named, and so is an excuse that nobody needs."""

from pathlib import Path

import pytest

from operations import sizes


def test_long_files_and_functions_are_named_and_excuses_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "member"
    (package / "migrations").mkdir(parents=True)
    (package / "fine.py").write_text("def fine():\n" + "    pass\n" * 39)
    (package / "hall.py").write_text("async def hall():\n" + "    pass\n" * 40)
    (package / "long.py").write_text("\n" * 301)
    (package / "migrations" / "0001_first.py").write_text("\n" * 400)
    monkeypatch.setattr(sizes, "LONGER_FOR_NOW", {"member/long.py": "until it is split", "member/gone.py": "for ever"})
    assert sizes.find_oversized(tmp_path, [package]) == [
        "member/hall.py::hall: 41 dòng (nhiều nhất 40)",
        "member/gone.py: không còn dài, hãy bỏ khỏi LONGER_FOR_NOW",
    ]

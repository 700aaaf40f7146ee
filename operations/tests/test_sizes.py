"""What is too long is named, with no excuse."""

from pathlib import Path

from operations import sizes


def test_long_files_and_functions_are_named(tmp_path: Path) -> None:
    package = tmp_path / "member"
    (package / "migrations").mkdir(parents=True)
    (package / "fine.py").write_text("def fine():\n" + "    pass\n" * 39)
    (package / "hall.py").write_text("async def hall():\n" + "    pass\n" * 40)
    (package / "long.py").write_text("\n" * 301)
    (tests := tmp_path / "tests").mkdir()
    (tests / "test_hall.py").write_text("def test_hall():\n" + "    pass\n" * 40)
    (tests / "test_long.py").write_text("\n" * 301)
    (package / "migrations" / "0001_first.py").write_text("\n" * 400)
    assert sizes.find_oversized(tmp_path, [package, tests]) == [
        "member/hall.py::hall: 41 dòng (nhiều nhất 40)",
        "member/long.py: 301 dòng (nhiều nhất 300)",
        "tests/test_hall.py::test_hall: 41 dòng (nhiều nhất 40)",
        "tests/test_long.py: 301 dòng (nhiều nhất 300)",
    ]

"""The province's data is published when it changed, and only then."""

import os
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from operations import publishing, seed
from operations.checks import check_province
from operations.errors import CannotProceed
from operations.running import RunFolder
from shared.core import clock
from shared.core.settings import Settings


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data" / "binh-dinh"
    (folder / "eforms").mkdir(parents=True)
    for name in ("province.json", "agencies.csv"):
        shutil.copy(Path("data/binh-dinh") / name, folder)
    (folder / "calendar.csv").write_text("date,kind,name\n")
    (folder / "eforms" / "chung.json").write_text('{"version": 1}')
    monkeypatch.setenv("LIENTHONG_DATA", str(folder.parent))
    return folder


def test_every_file_of_the_data_counts(province: Path, tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    assert not seed.is_published(settings)
    seed.note_published(settings)
    assert seed.is_published(settings)
    (province / "README.md").write_text("not data")
    assert seed.is_published(settings)
    for name in ("eforms/chung.json", "calendar.csv"):
        kept = (province / name).read_text()
        (province / name).write_text(kept + " ")
        assert not seed.is_published(settings), name
        (province / name).write_text(kept)
        assert seed.is_published(settings), name


def test_the_mark_of_an_earlier_release_means_publish_again(province: Path, tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    (tmp_path / "seeded").write_text("binh-dinh\n")
    assert seed.has_been_seeded(settings)
    assert not seed.is_published(settings)


def test_another_province_is_never_published_over_one(province: Path, tmp_path: Path) -> None:
    """It would end every agency: `up`, `seed` and `demo` all ask before they do anything."""
    shutil.copytree(province, province.with_name("khac"))
    seed.note_published(Settings(var=tmp_path))
    assert check_province(Settings(var=tmp_path)).code == "H08"
    with pytest.raises(CannotProceed, match="LIENTHONG_PROVINCE=binh-dinh"):
        check_province(Settings(var=tmp_path, province="khac"))


def test_a_year_without_calendar_is_said(province: Path, tmp_path: Path) -> None:
    assert str(clock.local_now().year + 1) in seed.missing_calendar(Settings(var=tmp_path))


def test_a_calendar_that_cannot_be_read_is_said_in_a_sentence(province: Path, tmp_path: Path) -> None:
    calendar = province / "calendar.csv"
    calendar.write_text("date;kind;name\n02/09/2026;fete;A\n", "utf-8-sig")
    with pytest.raises(CannotProceed, match=r"calendar\.csv: dòng 2"):
        seed.missing_calendar(Settings(var=tmp_path))
    calendar.unlink()
    with pytest.raises(CannotProceed, match=r"Không đọc được .*calendar\.csv"):
        seed.missing_calendar(Settings(var=tmp_path))


def test_seed_needs_a_running_province(province: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotProceed, match="chưa chạy"):
        publishing.publish(Settings(var=tmp_path), Console())


def test_the_running_province_is_found_on_whatever_port_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RunFolder(tmp_path)
    lock = folder.take_lock()
    assert lock is not None
    seen: list[int] = []
    monkeypatch.setattr(publishing, "embedded_postgres", lambda settings: seen.append(settings.port))
    settings = Settings(_env_file=None, var=tmp_path, database_urls={"gateway": "postgresql://x"})
    try:
        folder.write_state({"ready": False, "postgres": {"port": 9232}})
        with pytest.raises(CannotProceed, match="chưa"):
            publishing.running_province(settings, "chưa chạy")
        folder.write_state({"ready": True, "postgres": {"port": 9232}})
        assert publishing.running_province(settings, "chưa chạy").port == 9200
        folder.write_state({"ready": True, "postgres": None})
        publishing.running_province(settings, "chưa chạy")
    finally:
        os.close(lock)
    assert seen == [9200, 8000]


def test_a_slip_in_the_data_is_said_in_words(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise ValueError("agencies.csv: mã 1 có hai dòng.")

    monkeypatch.setattr("mail_directory.seeding.seed", refuse)
    urls = {"mail_directory": "postgresql://nobody@127.0.0.1:9/none"}
    with pytest.raises(CannotProceed, match="hai dòng"):
        seed.seed_province(Settings(_env_file=None, var=tmp_path, database_urls=urls))

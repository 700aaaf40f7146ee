"""The province's data is published when it changed, and only then."""

from pathlib import Path

import pytest
from rich.console import Console

from operations import publishing, seed
from operations.errors import CannotProceed
from shared import clock
from shared.settings import Settings


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    (folder / "eforms").mkdir(parents=True)
    (folder / "province.json").write_text('{"calendar": "calendar.csv"}')
    (folder / "calendar.csv").write_text("date,kind,name\n")
    (folder / "eforms" / "chung.json").write_text('{"version": 1}')
    monkeypatch.setattr(seed, "province_folder", lambda _: folder)
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


def test_a_year_without_calendar_is_said(province: Path, tmp_path: Path) -> None:
    assert str(clock.local_now().year + 1) in seed.missing_calendar(Settings(var=tmp_path))


def test_seed_needs_a_running_province(province: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotProceed, match="chưa chạy"):
        publishing.publish(Settings(var=tmp_path), Console())

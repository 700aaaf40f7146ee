"""The object store in a directory."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from shared.storage import files
from shared.storage.files import FileAltered, FileMissing, FileStore, Folder

PDF = "application/pdf"


def place_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def test_what_is_put_is_found_under_its_hash_once(tmp_path: Path) -> None:
    async def play() -> None:
        store = FileStore(Folder(tmp_path / "files"))
        contents = [bytes([number]) * 1000 for number in range(40)] + [b"x" * 300_000]
        kept = await asyncio.gather(*(store.put(content, PDF, "a.pdf") for content in contents + contents[:5]))
        for reference, content in zip(kept, contents + contents[:5], strict=True):
            assert reference.sha256 == hashlib.sha256(content).hexdigest()
            assert await store.get(reference.sha256) == content
        assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == len(contents)

    asyncio.run(play())


def test_nobody_is_told_before_contents_and_names_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[list[Path]] = []
    flush = files._flush

    def note(paths: list[Path]) -> None:
        flush(paths)
        flushed.append(list(paths))

    monkeypatch.setattr(files, "_flush", note)

    async def play() -> None:
        folder = Folder(tmp_path / "files")
        flushed.clear()
        sha256 = hashlib.sha256(b"one").hexdigest()
        await folder.put(sha256, b"one")
        assert flushed == [[place_of(tmp_path / "files", sha256), tmp_path / "files" / sha256[:2]]]
        await asyncio.gather(*(folder.put(hashlib.sha256(c).hexdigest(), c) for c in (b"two", b"three", b"four")))
        assert len({path for batch in flushed[1:] for path in batch if path.is_file()}) == 3
        assert len(flushed) <= 3, "those that come together share a flush"

    asyncio.run(play())


def test_what_a_crash_left_half_is_noticed_and_mended(tmp_path: Path) -> None:
    async def play() -> None:
        store = FileStore(Folder(tmp_path / "files"))
        whole = b"whole content"
        sha256 = hashlib.sha256(whole).hexdigest()
        with pytest.raises(FileMissing):
            await store.get(sha256)
        for half in (b"", whole[:5], b"other content"):
            place_of(tmp_path / "files", sha256).write_bytes(half)
            with pytest.raises(FileAltered):
                await store.get(sha256)
            await store.put(whole, PDF, "a.pdf")
            assert await store.get(sha256) == whole

    asyncio.run(play())


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "/" + "0" * 63])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileMissing):
        asyncio.run(FileStore(Folder(tmp_path / "files")).get(name))

"""So sánh hai bản dự thảo: their words are read, and the difference found, in a process of their own."""

from dataclasses import dataclass

from document_exchange.versions.queries import Version
from document_exchange.versions.rules import Kind, Piece, changed, lines_of, plain_differences, shortened
from shared.core.errors import Invalid
from shared.foreign import confined
from shared.foreign.pages_seen import MEMORY_MB, MOST_READ, Unseen, read_words
from shared.storage.files import FileStore

SECONDS = 8.0


@dataclass(frozen=True)
class Comparison:
    """Khác nhau giữa hai bản."""

    pieces: list[Piece]
    changes: int
    wordless: list[int]
    """Numbers of drafts without words: scanned pages, which only eyes can compare."""
    cut: bool = False
    """One has more pages than are read."""


async def compare(files: FileStore, old: Version, new: Version) -> Comparison:
    """Raise Invalid where one of them cannot be opened."""
    first, second = await _read(files, old), await _read(files, new)
    wordless = [version.number for version, read in ((old, first), (new, second)) if not lines_of(read[1])]
    cut = max(first[0], second[0]) > MOST_READ
    if wordless:
        return Comparison([], 0, wordless, cut)
    pieces = await _differences(lines_of(first[1]), lines_of(second[1]))
    return Comparison(shortened(pieces), changed(pieces), [], cut)


async def _differences(old: list[str], new: list[str]) -> list[Piece]:
    """Confined as well: lines that repeat themselves, a page of dashes, take minutes and nobody could stop a thread."""
    try:
        found = await confined.run(plain_differences, old, new, seconds=SECONDS, memory_mb=MEMORY_MB)
    except confined.Overrun as error:
        raise Invalid("drafts_too_different") from error
    return [Piece(Kind(kind), text) for kind, text in found]


async def _read(files: FileStore, version: Version) -> tuple[int, list[str]]:
    content = await files.get(version.file.sha256)
    try:
        return await confined.run(read_words, content, seconds=SECONDS, memory_mb=MEMORY_MB)
    except (Unseen, confined.Overrun) as error:
        raise Invalid("draft_unreadable", number=str(version.number)) from error

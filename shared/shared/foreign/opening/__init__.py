"""A file is opened at upload as the officer will open it: what nobody can open is refused to whoever can still mend it.

    opened = await opening.open_file(name, content)                # a paper
    opened = await opening.open_file(name, content, signed=True)   # what will be signed: nothing that acts, no protection

Photographs that phones make (HEIC, WEBP) come back as JPEG, a JPEG upright, and no picture, a PNG neither, tells place, time, device or goes on
behind its end: what is kept is `opened.content`. Several pictures of one paper become one PDF:

    opened = await opening.join_pictures("hop-dong.pdf", [page.content for page in pages], largest=MOST)

In a process of its own (`shared.foreign.confined`). Raises FileRefused, and what `confined.run` raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.foreign import confined
from shared.foreign.opening import archives, images, joining, pdfs
from shared.standards.file_kinds import (
    UPLOADS,
    CheckedFile,
    FileKind,
    FileRefused,
    check_file,
    clean_file_name,
    too_large,
)

MEMORY_MB = 500
SECONDS, SECONDS_SIGNED = 5.0, 10.0
"""What will be signed is read object by object: a second for 50 pages with tables and tags."""
PICTURES = frozenset({FileKind.JPG, FileKind.PNG})
MOST_PICTURES = 20
"""Pages of one PDF out of pictures."""
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@dataclass(frozen=True)
class OpenedFile:
    """Tệp đã mở thử."""

    name: str
    kind: FileKind
    media_type: str
    pages: int = 0
    """Of a PDF."""
    content: bytes = b""
    """What is to be kept: as it was brought, or the JPEG of a photograph that was brought in another kind."""


async def open_file(
    name: str, content: bytes, *, largest: int, allowed: frozenset[FileKind] = UPLOADS, signed: bool = False
) -> OpenedFile:
    """Mở thử tệp; `signed`: it will be signed or sealed."""
    if len(content) > largest:
        raise too_large(name, len(content), largest)
    seconds = SECONDS_SIGNED if signed else SECONDS
    opened = await confined.run(_open, name, content, allowed, largest, signed, seconds=seconds, memory_mb=MEMORY_MB)
    return opened if opened.content else replace(opened, content=content)


async def join_pictures(name: str, pictures: Sequence[bytes], *, largest: int) -> OpenedFile:
    """Ghép ảnh: pictures that `open_file` let in become one PDF, each on a page of A4, in their order."""
    cleaned = clean_file_name(name.replace("/", "-"))  # a paper's name, not a path
    if len(pictures) > MOST_PICTURES:
        raise FileRefused("file_too_many_pictures", cleaned, limit=str(MOST_PICTURES))
    content = await confined.run(
        joining.as_pdf,
        list(pictures),
        cleaned,
        largest,
        seconds=10.0,
        memory_mb=MEMORY_MB + sum(map(len, pictures)) // 500_000,
    )
    if len(content) > largest:
        raise too_large(cleaned, len(content), largest)
    return OpenedFile(cleaned, FileKind.PDF, FileKind.PDF.media_type, len(pictures), content)


def _open(name: str, content: bytes, allowed: frozenset[FileKind], largest: int, signed: bool) -> OpenedFile:
    """`content` of the answer is empty where the file stays as it was brought."""
    made = b""
    if FileKind.JPG in allowed and (images.is_from_phone(content) or images.is_telling(content)):
        content = made = images.as_jpeg(content, clean_file_name(name), largest)
    elif FileKind.JPG in allowed and images.is_jpeg(content):
        plain = images.plain_jpeg(content) or images.as_jpeg(content, clean_file_name(name), largest)
        if plain != content:
            content = made = plain
    elif images.is_png(content) and (plain := images.without_words(content)) != content:
        content = made = plain
    checked = check_file(name, content, allowed=allowed, largest=largest)
    if _EICAR in content:
        raise FileRefused("file_has_program", checked.name)
    return OpenedFile(checked.name, checked.kind, checked.media_type, _look_into(checked, content, signed), made)


def _look_into(checked: CheckedFile, content: bytes, signed: bool) -> int:
    if checked.kind is FileKind.PDF:
        return pdfs.look_into(content, checked.name, signed=signed)
    if checked.kind in (FileKind.PNG, FileKind.JPG):
        images.look_into(content, checked.name)
    elif checked.kind in (FileKind.DOCX, FileKind.XLSX, FileKind.ZIP):
        archives.look_into(content, checked.name)
    elif checked.kind in (FileKind.DOC, FileKind.XLS):
        archives.look_into_old(content, checked.name)
    return 0

"""A file is opened at upload as the officer will open it: what nobody can open is refused to whoever can still mend it.

    opened = await opening.open_file(name, content)                # a paper
    opened = await opening.open_file(name, content, signed=True)   # what will be signed: nothing that acts, no protection

Photographs that phones make (HEIC, WEBP) come back as JPEG: what is kept is `opened.content`.

In a process of its own (`shared.foreign.confined`). Raises FileRefused, and what `confined.run` raises.
"""

from dataclasses import dataclass, replace

from shared.foreign import confined
from shared.foreign.opening import archives, images, pdfs
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
    opened = await confined.run(_open, name, content, allowed, largest, signed, memory_mb=MEMORY_MB)
    return opened if opened.content else replace(opened, content=content)


def _open(name: str, content: bytes, allowed: frozenset[FileKind], largest: int, signed: bool) -> OpenedFile:
    """`content` of the answer is empty where the file stays as it was brought."""
    made = b""
    if FileKind.JPG in allowed and images.is_from_phone(content):
        content = made = images.as_jpeg(content, clean_file_name(name), largest)
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

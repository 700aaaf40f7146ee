"""A file is opened at upload as the officer will open it: what nobody can open is refused to whoever can still mend it.

    opened = await opening.open_file(name, content)                # a paper
    opened = await opening.open_file(name, content, signed=True)   # what will be signed: nothing that acts, no protection

In a process of its own (`shared.confined`). Raises FileRefused, and what `confined.run` raises.
"""

from dataclasses import dataclass

from shared import confined
from shared.opening import archives, images, pdfs
from shared.standards.file_kinds import UPLOADS, CheckedFile, FileKind, FileRefused, check_file, too_large

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


async def open_file(
    name: str, content: bytes, *, largest: int, allowed: frozenset[FileKind] = UPLOADS, signed: bool = False
) -> OpenedFile:
    """Mở thử tệp; `signed`: it will be signed or sealed."""
    if len(content) > largest:
        raise too_large(name, len(content), largest)
    return await confined.run(_open, name, content, allowed, largest, signed, memory_mb=MEMORY_MB)


def _open(name: str, content: bytes, allowed: frozenset[FileKind], largest: int, signed: bool) -> OpenedFile:
    checked = check_file(name, content, allowed=allowed, largest=largest)
    if _EICAR in content:
        raise FileRefused("file_has_program", checked.name)
    return OpenedFile(checked.name, checked.kind, checked.media_type, _look_into(checked, content, signed))


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

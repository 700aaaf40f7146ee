"""The drafts of a document's main text, as its history has them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentFile, DocumentStep, OutgoingDocument
from document_exchange.documents.queries import list_files, list_steps
from document_exchange.documents.rules import Step
from shared.contracts.values import FileReference
from shared.core.errors import NotFound


@dataclass(frozen=True)
class Remark:
    """Góp ý về một bản."""

    at: datetime
    by: str
    text: str
    actor_id: str

    def said_by(self, actor_id: str, text: str) -> bool:
        return (self.actor_id, self.text) == (actor_id, text)


@dataclass(frozen=True)
class Version:
    """Một bản dự thảo của văn bản chính."""

    number: int
    """From 1, in the order in which they were attached."""
    at: datetime
    by: str
    file: FileReference
    remarks: list[Remark] = field(default_factory=list)


async def list_versions(session: AsyncSession, document: OutgoingDocument) -> list[Version]:
    """The oldest first. What was attached before drafts were kept is the first one."""
    steps = await list_steps(session, document.id)
    versions = _first_kept(document, steps, await list_files(session, document.id))
    for row in steps:
        if row.kind == Step.ATTACH:
            file = FileReference.model_validate(row.files[0])
            versions.append(Version(len(versions) + 1, row.at, _by(row), file))
        elif row.kind == Step.REMARK:
            meant = (one for one in reversed(versions) if one.file.sha256 == row.files[0]["sha256"])
            if (version := next(meant, None)) is not None:
                version.remarks.append(Remark(row.at, _by(row), row.opinion, row.actor_id))
    return versions


def two_of(versions: Sequence[Version], old: int, new: int) -> tuple[Version, Version]:
    """The two that are asked for; 0: the newest, and the one before it. Raise NotFound for one that there is not."""
    newest = len(versions)
    wanted = old or max(1, newest - 1), new or newest
    if not all(1 <= number <= newest for number in wanted):
        raise NotFound("not_found")
    return versions[wanted[0] - 1], versions[wanted[1] - 1]


async def get_version(session: AsyncSession, document: OutgoingDocument, number: int) -> Version:
    """Raise NotFound for one that there is not."""
    versions = await list_versions(session, document)
    if not 1 <= number <= len(versions):
        raise NotFound("not_found")
    return versions[number - 1]


def _by(row: DocumentStep) -> str:
    return ", ".join(filter(None, (row.actor_name, row.actor_title)))


def _first_kept(
    document: OutgoingDocument, steps: Sequence[DocumentStep], files: Sequence[DocumentFile]
) -> list[Version]:
    if document.origin != "screen" or any(row.kind == Step.ATTACH for row in steps):
        return []
    main = next((file for file in files if file.position == 0), None)
    if main is None:
        return []
    size = main.drafted_size if main.drafted_size is not None else main.size
    drafted = FileReference(sha256=main.drafted_sha256, size=size, media_type=main.media_type, name=main.name)
    return [Version(1, document.created_at, document.drafter_name, drafted)]

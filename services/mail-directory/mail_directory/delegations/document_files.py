"""Taking in the file of a delegation's document. Edges only."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign import opening
from shared.standards.file_kinds import LARGEST_UPLOAD, FileKind, FileRefused
from shared.storage.files import FileStore
from shared.work.scanning import take_in

KINDS = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG})
ACCEPT = "image/*,.pdf"
_OTHER_KIND = "Loại tệp này không được nhận. Hãy dùng tệp PDF hoặc ảnh chụp văn bản."


async def keep_document(request: Request, session: AsyncSession, name: str, content: bytes) -> FileReference:
    """Opened as whoever reads it will, then stored and scanned. Raises Invalid at `/document_file`."""
    try:
        opened = await opening.open_file(name, content, allowed=KINDS, largest=LARGEST_UPLOAD)
    except FileRefused as refused:
        sentence = _OTHER_KIND if refused.code == "file_kind_refused" else refused.sentence
        fault = FieldError("/document_file", refused.code, sentence)
        raise Invalid("invalid_input", fields=[fault]) from refused
    files: FileStore = request.app.state.files
    return await take_in(session, files, opened.content, opened.media_type, opened.name)


def chosen_file(form: FormData, name: str) -> UploadFile | None:
    """None where no file was chosen: an empty file box sends one without a name."""
    found = form.get(name)
    return found if isinstance(found, UploadFile) and found.filename else None

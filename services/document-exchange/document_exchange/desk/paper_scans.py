"""Bản quét của văn bản giấy as it was chosen in a form or sent by a program: one PDF, made of pictures where there are only such."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from document_exchange.documents.attaching import Scan
from document_exchange.texts import TEXTS
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import PICTURES, OpenedFile
from shared.standards.file_kinds import FileKind
from shared.web.uploads import chosen_in, join, keep_opened, take_chosen

FIELD = "tep"
ACCEPT = "image/*,.pdf"
_NAME = "ban-quet"
_ONE = "Bản quét là một tệp PDF, hoặc các ảnh của văn bản theo thứ tự trang."


async def find_scan(request: Request, session: AsyncSession, form: FormData) -> Scan | None:
    """None when nothing was chosen. Refuses beside the field what is no scan."""
    found: list[OpenedFile] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _: list[UploadFile]) -> None:
        found.append(await join([file.content], _NAME) if file.kind in PICTURES else file)

    for chosen in chosen_in(form, FIELD, {"": _NAME}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if errors:
        raise _refused("file_refused", errors[FIELD])
    if not found:
        return None
    if len(found) > 1 or found[0].kind is not FileKind.PDF:
        raise _refused("scan_not_one", _ONE)
    return Scan(await keep_opened(request, session, found[0]), found[0].pages)


async def get_scan(request: Request, session: AsyncSession, form: FormData) -> Scan:
    """Refuses when nothing was chosen."""
    scan = await find_scan(request, session, form)
    if scan is None:
        raise _refused("scan_missing", "Hãy chọn tệp PDF hoặc ảnh chụp của văn bản.")
    return scan


def _refused(code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{FIELD}", code, sentence)])

"""Bodies of forms: looking at the beginning without holding up the rest, taking one apart, and writing it anew."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.types import Message, Receive

from gateway.proxy.headers import RequestHead
from gateway.proxy.upload import ClientGone, Upload
from gateway.unsent.rules import LARGEST_FILE, LARGEST_FILES, is_secret
from shared.core.errors import Malformed, TooLarge
from shared.web import form_token

PEEKED = 65_536


class Peek:
    """The beginning of a body, which is then passed on with the rest."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.head = b""
        self.ended = False

    async def more(self) -> bool:
        """Read one more piece; False when there is none, or enough has been seen."""
        if self.ended or len(self.head) >= PEEKED:
            return False
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        self.head += message.get("body", b"")
        self.ended = not message.get("more_body", False)
        return True

    def replace(self, start: int, end: int, text: bytes) -> None:
        """Of the same length, so that nothing else changes."""
        self.head = self.head[:start] + text + self.head[end:]

    def receive(self) -> Receive:
        return receive_first(self.head, self._receive, ended=self.ended)


def receive_first(body: bytes, rest: Receive, *, ended: bool) -> Receive:
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            return await rest()
        given = True
        return {"type": "http.request", "body": body, "more_body": not ended}

    return receive


@dataclass
class WrittenForm:
    """A form taken apart and written anew, without token and passwords."""

    content_type: str
    content: bytes
    fields: int = 0
    files: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Names of files that were too large."""
    secrets: bool = False

    def with_token(self, token: str) -> bytes:
        return with_token(self.content_type, self.content, token)


def with_token(content_type: str, content: bytes, token: str) -> bytes:
    if content_type == "application/x-www-form-urlencoded":
        return b"&".join(filter(None, (f"{form_token.FIELD}={token}".encode(), content)))
    boundary = content_type.partition("boundary=")[2].encode()
    return _part(boundary, form_token.FIELD, token.encode()) + content


async def read_form(receive: Receive, head: RequestHead, content_type: str, limit: int, seconds: float) -> FormData:
    """The whole form; files of some size wait on the disk."""
    upload = Upload(receive, head, limit, seconds)
    upload.check_length()
    headers = Headers({"content-type": content_type})
    try:
        if content_type.lower().startswith("multipart/"):
            return await MultiPartParser(headers, upload.pieces(), max_part_size=1_048_576).parse()
        return await FormParser(headers, upload.pieces()).parse()
    except (MultiPartException, UnicodeDecodeError, KeyError) as error:
        raise Malformed("malformed_request") from error


async def write_form(form: FormData, content_type: str, text_limit: int, *, files: bool) -> WrittenForm:
    """What may be kept of a form. Raises TooLarge when its text alone is more than that."""
    fields: list[tuple[str, str]] = []
    kept: list[tuple[str, str, str, bytes]] = []
    written = WrittenForm("application/x-www-form-urlencoded", b"")
    room = LARGEST_FILES if files else 0
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            size = value.size or 0
            if not value.filename and not size:
                continue
            if size > min(room, LARGEST_FILE):
                written.left_out.append(value.filename or name)
                continue
            room -= size
            kept.append((name, value.filename or "", value.content_type or "", await value.read()))
            written.files.append(value.filename or name)
        elif is_secret(name):
            written.secrets = True
        elif name != form_token.FIELD:
            fields.append((name, value))
            written.fields += bool(value.strip())
    await form.close()
    if sum(len(name) + len(value) for name, value in fields) > text_limit:
        raise TooLarge("body_too_large", limit=f"{text_limit // 1024} kB")
    if content_type.lower().startswith("multipart/"):
        _write_parts(written, fields, kept)
    else:
        written.content = urlencode(fields).encode()
    return written


def _write_parts(written: WrittenForm, fields: list[tuple[str, str]], files: list[tuple[str, str, str, bytes]]) -> None:
    digest = hashlib.sha256()
    for name, value in fields:
        digest.update(f"{name}={value}\0".encode())
    for name, file_name, _, content in files:
        digest.update(f"{name}={file_name}\0".encode() + content)
    boundary = b"lienthong-" + digest.hexdigest().encode()  # cannot stand in what it is a hash of
    parts = [_part(boundary, name, value.encode()) for name, value in fields]
    parts += [_part(boundary, name, content, file_name, kind) for name, file_name, kind, content in files]
    written.content_type = f"multipart/form-data; boundary={boundary.decode()}"
    written.content = b"".join(parts) + b"--" + boundary + b"--\r\n"


def _part(boundary: bytes, name: str, content: bytes, file_name: str | None = None, kind: str = "") -> bytes:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if file_name is not None:
        head += f'; filename="{_quoted(file_name)}"'
        if kind.isascii() and kind.isprintable() and kind:
            head += f"\r\nContent-Type: {kind}"
    return b"--" + boundary + b"\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def _quoted(text: str) -> str:
    """As browsers write names of fields and files (HTML, multipart/form-data encoding)."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")

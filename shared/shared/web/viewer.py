"""Xem tệp trên trang: a file's own address shows it page by page, to whoever may read it and to nobody else.

    @router.get("/di/{document_id}/tep/{file_id}")
    async def read_file(...):                               # asks for rights and writes the evidence, as for any reading
        return await open_stored(request, file, Whole(f"/van-ban/di/{document.id}", document.subject), opens=True)

`.../tep/7` is the file itself, `?xem=3` a page of ours around its third page, `?xem=3&anh` the picture on it. So the viewer has no
rights of its own that could differ, and each look is evidence: the page, and its picture. Pages are drawn by a
confined process (decisions 13, 25), words and picture at once, so that the file is read once for both; nobody keeps them, neither we,
beyond the moment until the page has asked for its picture, nor the browser, for they are the file.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response

from shared.contracts.values import FileReference
from shared.core import clock, context
from shared.core.errors import NotFound
from shared.foreign import confined
from shared.foreign.pages_seen import MEMORY_MB, PageRead, Unseen, draw_page, see_page
from shared.storage.files import FileStore
from shared.web.application import page_of
from shared.web.file_answers import PAGE, file_answer
from shared.web.problems import wants_page

SIZE, PICTURE = "co", "anh"
"""Fields of the address besides the number of the page: its size, and that only its picture is wanted."""
LARGE = "lon"
_WIDTHS = {"": 1200, LARGE: 2200}
"""In points; a screen shows them at half of that or at most whole."""
_NUMBER = re.compile(r"[1-9]\d{0,4}")
_LARGEST = 64 * 1_048_576
"""More than this is not opened for a look."""
_WAITS = timedelta(seconds=30)
_MOST_WAITING = 8 * 1_048_576
"""Bytes of pictures that wait in one process for their page to ask for them."""
T = TypeVar("T")


@dataclass(frozen=True)
class Whole:
    """What a file belongs to: where the viewer leads back to. `text` names it as a person knows it."""

    href: str
    text: str


@dataclass(frozen=True)
class Found:
    """Tệp tìm thấy."""

    content: bytes
    name: str
    media_type: str
    sha256: str = ""


async def open_stored(request: Request, file: FileReference, whole: Whole, *, opens: bool = False) -> Response:
    """A file of the store, or one of its pages where the address asks for it. Raises FileMissing, FileAltered."""
    files: FileStore = request.app.state.files

    async def find() -> Found:
        return Found(await files.get(file.sha256), file.name, file.media_type, file.sha256)

    return await open_found(request, find, whole, opens=opens)


async def open_found(
    request: Request, find: Callable[[], Awaitable[Found]], whole: Whole, *, opens: bool = False
) -> Response:
    """The same for what lies in something else. `find` is not called for a picture that was drawn with its page."""
    if PAGE not in request.query_params or not wants_page(request):
        file = await find()
        return file_answer(request, file.content, file.name, file.media_type, opens=opens, sha256=file.sha256)
    number = _number(request.query_params[PAGE])
    size = LARGE if request.query_params.get(SIZE) == LARGE else ""
    place = _Place(context.caller.get(), request.url.path, number, size)
    if PICTURE in request.query_params:
        return await _picture(request, find, place)
    file, read, why = await find(), PageRead(0), ""
    try:
        read, picture = await _see(file, place, see_page)
        _drawn.put(place, picture)
    except Unseen as unseen:
        if unseen.why == "past":
            raise NotFound("page_not_found") from unseen
        why = unseen.why
    return page_of(request).render(
        request,
        "viewer.html",
        name=file.name,
        size=len(file.content),
        whole=whole,
        way=_Way(request, number, size),
        read=read,
        why=why,
    )


async def _picture(request: Request, find: Callable[[], Awaitable[Found]], place: "_Place") -> Response:
    picture = _drawn.take(place)
    if picture is None:
        try:
            picture = await _see(await find(), place, draw_page)
        except (Unseen, confined.Overrun) as error:
            raise NotFound("page_not_found") from error
    return file_answer(request, picture, f"trang-{place.number}.jpg", "image/jpeg", opens=True)


async def _see(file: Found, place: "_Place", see: Callable[[bytes, str, int, int], T]) -> T:
    if len(file.content) > _LARGEST:
        raise Unseen("large")
    width = _WIDTHS[place.size]
    try:
        return await confined.run(see, file.content, file.media_type, place.number, width, memory_mb=MEMORY_MB)
    except confined.Overrun as overrun:
        raise Unseen("broken") from overrun


class _Place(NamedTuple):
    """Trang mà một người đang mở."""

    caller: str
    path: str
    number: int
    size: str


class _Drawn:
    """Hình vừa vẽ: a page's picture until the page asks for it a moment later, once, for whoever opened the page."""

    def __init__(self) -> None:
        self._pictures: dict[_Place, tuple[datetime, bytes]] = {}

    def put(self, place: _Place, picture: bytes) -> None:
        self._pictures.pop(place, None)
        self._pictures[place] = clock.now(), picture
        self._forget()

    def take(self, place: _Place) -> bytes | None:
        self._forget()
        return self._pictures.pop(place, (None, None))[1]

    def _forget(self) -> None:
        """The oldest first: those that nobody fetched, and what is more than fits."""
        size = sum(len(picture) for _, picture in self._pictures.values())
        for place, (at, picture) in list(self._pictures.items()):
            if clock.now() - at < _WAITS and size <= _MOST_WAITING:
                return
            del self._pictures[place]
            size -= len(picture)


_drawn = _Drawn()


def _number(asked: str) -> int:
    if not _NUMBER.fullmatch(asked):
        raise NotFound("page_not_found")
    return int(asked)


class _Way:
    """Addresses from here: other pages, the other size, and what the object's own page wants to know again (its list)."""

    def __init__(self, request: Request, number: int, size: str) -> None:
        self.number = number
        self.large = size == LARGE
        self._path = request.url.path
        self._size = size
        self._rest = [pair for pair in request.query_params.multi_items() if pair[0] not in (PAGE, SIZE, PICTURE)]

    def to_page(self, number: int) -> str:
        return self._to(number, self._size)

    @property
    def other_size(self) -> str:
        return self._to(self.number, "" if self.large else LARGE)

    @property
    def picture(self) -> str:
        return self._to(self.number, self._size) + f"&{PICTURE}=1"

    @property
    def file(self) -> str:
        return self._path

    def back(self, href: str) -> str:
        return href + (f"?{urlencode(self._rest)}" if self._rest else "")

    def _to(self, number: int, size: str) -> str:
        fields = [(PAGE, str(number)), *([(SIZE, size)] if size else []), *self._rest]
        return f"{self._path}?{urlencode(fields)}"

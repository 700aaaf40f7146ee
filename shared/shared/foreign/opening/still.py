"""Tệp đứng yên: what will be signed shows the same to everybody, so nothing in it may act, play or bring another file.

Every object that stands in the file is parsed, whoever refers to it and in whichever revision, and all that object streams hold, unpacked by
whatever filters they name. What our parser cannot follow to the letter another reader may follow elsewhere: it is refused, not guessed at.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

_SPACE = rb"[\0\t\n\f\r ]"
_HEADER = re.compile(rb"\d%b+\d+%b+obj" % (_SPACE, _SPACE))
"""Of an object: from the last digit of its number, so that no long row of digits is looked at again and again."""
_NUMBER = re.compile(rb"%b*\d+" % _SPACE)
_ACTING = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/XFA", "/RichMedia", "/EmbeddedFile", "/EmbeddedFiles", "/ImportData", "/GoToE"}
)
"""Names, wherever they stand."""
_ACTIONS = frozenset(
    {"/Hide", "/SetOCGState", "/SubmitForm", "/ResetForm", "/Rendition", "/Movie", "/Sound", "/GoTo3DView"}
)
"""Only as what an action does (`/S`): they would change what is seen, or send it."""
_MOST_OBJECTS = 500_000


class NotFollowed(Exception):
    """Nobody can tell what readers make of it."""


def acts(content: bytes) -> bool:
    """Whether anything in the file would act. Raise NotFollowed where that cannot be told."""
    try:
        return any(_does(part) for whole in _objects(content) for part in _parts(whole))
    except MemoryError:
        raise
    except Exception as error:  # whatever breaks deep inside the library was not written to the letter
        raise NotFollowed from error


def _objects(content: bytes) -> Iterator[Any]:
    reader = PdfFileReader(io.BytesIO(content), strict=True)
    places = [found.start() for found in _HEADER.finditer(content)]
    streams = _check_places(reader, content, set(places))
    yield reader.trailer.flatten()
    source = io.BytesIO(content)
    for number, place in enumerate(places):
        header = _HEADER.match(content, place)
        if header is None or number > _MOST_OBJECTS:
            raise ValueError(place)
        whole = _read(source, header.end(), reader)
        yield whole
        if isinstance(whole, generic.StreamObject) and (place in streams or _is_packed(whole)):
            yield from _unpacked(whole, reader)


def _check_places(reader: PdfFileReader, content: bytes, places: set[int]) -> set[int]:
    """Where the table says that objects stand, they stand; what is given back are the object streams."""
    streams = set()
    for revision in range(reader.xrefs.total_revisions):
        for reference in reader.xrefs.explicit_refs_in_revision(revision):
            where = reader.xrefs.get_historical_ref(reference, revision)
            if isinstance(where, ObjStreamRef):
                holder = generic.Reference(where.obj_stream_id, 0, reader)
                where = reader.xrefs.get_historical_ref(holder, revision)
                streams.add(_last_digit(content, where))
            if where is not None and _last_digit(content, where) not in places:
                raise ValueError(where)
    return streams


def _last_digit(content: bytes, where: Any) -> int:
    found = _NUMBER.match(content, where) if isinstance(where, int) else None
    if found is None:
        raise ValueError(where)
    return found.end() - 1


def _read(source: io.BytesIO, place: int, reader: PdfFileReader) -> Any:
    source.seek(place)
    misc.read_non_whitespace(source, seek_back=True)
    return generic.read_object(source, generic.Reference(0, 0, reader))


def _is_packed(stream: generic.StreamObject) -> bool:
    return stream.get("/Type") == "/ObjStm" or ("/First" in stream and "/N" in stream)


def _unpacked(stream: generic.StreamObject, reader: PdfFileReader) -> Iterator[Any]:
    source = io.BytesIO(stream.read_data(DecodePurpose.OBJECT_STREAM))
    first, amount = int(stream["/First"]), int(stream["/N"])
    if not 0 <= amount <= _MOST_OBJECTS:
        raise ValueError(amount)
    head = source.read(first).split()
    for place in head[1 : 2 * amount : 2]:
        yield _read(source, first + int(place), reader)
    if len(head) < 2 * amount:
        raise ValueError(amount)


def _parts(whole: Any) -> Iterator[Any]:
    """The object and all that is written inside it; what it refers to has its own turn."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, dict):
            waiting += part.keys()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _does(part: Any) -> bool:
    if isinstance(part, generic.NameObject):
        return part in _ACTING
    if not isinstance(part, generic.DictionaryObject):
        return False
    does = part.get("/S")
    if isinstance(does, generic.IndirectObject):
        does = does.get_object()
    brings = "/EF" in part and ("/F" in part or "/UF" in part)
    return brings or str(does) in _ACTIONS or (isinstance(part, generic.StreamObject) and _is_elsewhere(part))


def _is_elsewhere(stream: generic.StreamObject) -> bool:
    """Its content would be read from another file (ISO 32000-1, 7.3.8.2 and 8.10.4)."""
    return "/F" in stream or "/Ref" in stream

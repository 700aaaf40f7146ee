"""Walking a packet's XML: safe parsing, look-ups by local name, dates as senders really write them."""

import re
from collections.abc import Container
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from lxml import etree

from document_exchange.packets.packet import Limits, Notice, PacketRefused
from shared.standards.typed import EARLIEST_YEAR, LATEST_YEAR

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
# The format has no zone; packets are in Vietnam time.
VIETNAM_TIME = timezone(timedelta(hours=7))

_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_USUAL_DAY = re.compile(r"\d{4}/\d{2}/\d{2}")
_CLOCK = re.compile(r"[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)


def parse_safely(content: bytes, limits: Limits) -> etree._Element:
    """The root element. Any DTD is refused before a parser sees it, in every encoding we read."""
    if not content.strip():
        raise PacketRefused("N", "edXML")
    if len(content) > limits.packet_bytes:
        raise PacketRefused("R.size", "edXML")
    plain = _as_utf8(content)
    if _DTD.search(plain):
        raise PacketRefused("M.dtd", "edXML")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        # lxml counts a text node over 10 MB as huge: attachments are, so depth and number are held by our own limits.
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        if plain.count(b"<") > limits.elements:
            _count_before_building(plain, limits)
        root = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # The parser calls it a fault of the text; it is one of ours, and passes.
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise PacketRefused("M.xml", "edXML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise PacketRefused("M.dtd", "edXML")
    if _is_deeper_than(limits.depth)(root):
        raise PacketRefused("R.depth", "edXML")
    return root


@lru_cache
def _is_deeper_than(depth: int) -> etree.XPath:
    return etree.XPath(f"boolean({'/*' * (depth + 1)})")


def _count_before_building(plain: bytes, limits: Limits) -> None:
    """For packets with suspiciously many tags: count without building a tree."""
    guard = etree.XMLParser(
        target=_DepthGuard(limits), resolve_entities=False, no_network=True, huge_tree=True, encoding="utf-8"
    )
    etree.fromstring(plain, guard)


def _as_utf8(content: bytes) -> bytes:
    """UTF-8 without BOM and without an encoding of its own; UTF-16 is read, anything else must be UTF-8."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PacketRefused("M.encoding", "edXML") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).strip().encode()


class _DepthGuard:
    """Counts while parsing, before a tree is built."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._count = 0

    def start(self, tag: str | bytes, attrib: object) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > self._limits.depth:
            raise PacketRefused("R.depth", "edXML")
        if self._count > self._limits.elements:
            raise PacketRefused("R.elements", "edXML")

    def end(self, tag: str | bytes) -> None:
        self._depth -= 1

    def data(self, data: str | bytes) -> None:
        """Not counted."""

    def comment(self, text: str | bytes) -> None:
        """Not counted."""

    def close(self) -> None:
        """Nothing was built."""


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(parent: etree._Element, name: str) -> list[etree._Element]:
    return list(parent.iterchildren("{*}" + name))


def child(parent: etree._Element, name: str) -> etree._Element | None:
    return next(parent.iterchildren("{*}" + name), None)


def text_of(parent: etree._Element, path: str) -> str:
    """The text at `A/B`, spaces trimmed; nothing when absent."""
    found: etree._Element | None = parent
    for name in path.split("/"):
        if found is None:
            return ""
        found = child(found, name)
    return "" if found is None else _text(found)


def _text(found: etree._Element) -> str:
    # Nearly every element is a plain leaf; only text around children has to be put together.
    text = "".join(str(part) for part in found.itertext()) if len(found) else found.text or ""
    return text.strip()


def texts_of(parent: etree._Element) -> dict[str, str]:
    """Text by local name, of each name the first: one walk instead of a search per field."""
    found: dict[str, str] = {}
    for element in parent:
        tag = element.tag
        if isinstance(tag, str):
            name = tag[tag.rfind("}") + 1 :]
            if name not in found:
                found[name] = _text(element)
    return found


def number_of(text: str, path: str) -> int:
    try:
        return int(text) if len(text) < 12 and text.isascii() else _refuse_number(path)
    except ValueError:
        return _refuse_number(path)


def _refuse_number(path: str) -> int:
    raise PacketRefused("T", path)


class Header:
    """One MessageHeader, with the notices gathered while reading it."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.notices: list[Notice] = []
        self._first: dict[str, etree._Element] = {}
        self._groups: dict[str, dict[str, str]] = {}
        for one in element:
            if isinstance(one.tag, str):
                self._first.setdefault(one.tag.rpartition("}")[2], one)

    def child(self, name: str) -> etree._Element | None:
        return self._first.get(name)

    def note(self, code: str, path: str, value: str = "") -> None:
        self.notices.append(Notice(code, path, value[:100]))

    def text(self, path: str) -> str:
        """Of `Name` or `Group/Name`."""
        name, _, rest = path.partition("/")
        found = self._first.get(name)
        if found is None:
            return ""
        if not rest:
            return _text(found)
        if name not in self._groups:
            self._groups[name] = texts_of(found)
        return self._groups[name].get(rest, "")

    def required(self, path: str) -> str:
        found = self.text(path)
        if not found:
            raise PacketRefused("N", "MessageHeader." + path.replace("/", "."))
        return found

    def texts(self, path: str, name: str) -> tuple[str, ...]:
        group = child(self.element, path.split("/")[0])
        for step in path.split("/")[1:]:
            group = None if group is None else child(group, step)
        if group is None:
            return ()
        return tuple(text for found in children(group, name) if (text := (found.text or "").strip()))

    def number(self, path: str, absent: int, allowed: Container[int] | None = None) -> int:
        """A whole number; one that cannot be read, or is not allowed, becomes the default with a notice."""
        text = self.text(path)
        if not text:
            return absent
        dotted = "MessageHeader." + path.replace("/", ".")
        try:
            value = number_of(text, dotted)
        except PacketRefused:
            self.note("number_unreadable", dotted, text)
            return absent
        if allowed is not None and value not in allowed:
            self.note("value_unknown", dotted, text)
            return absent
        return value

    def day(self, path: str) -> date | None:
        return self.read_day(self.text(path), "MessageHeader." + path.replace("/", "."))

    def read_day(self, text: str, shown: str) -> date | None:
        """A day however it is written; what is unusual or unreadable is noted under the path `shown`."""
        if not text:
            return None
        found = read_day(text)
        if found is None:
            self.note("date_unreadable", shown, text)
        elif not _USUAL_DAY.fullmatch(text):
            self.note("date_unusual", shown, text)
        return found

    def moment(self, path: str) -> datetime | None:
        return self.read_moment(self.text(path), "MessageHeader." + path)

    def read_moment(self, text: str, shown: str) -> datetime | None:
        if not text:
            return None
        found = read_moment(text)
        if found is None:
            self.note("date_unreadable", shown, text)
        return found


def read_day(text: str) -> date | None:
    """`yyyy/MM/dd`, also ISO and `dd/MM/yyyy`, which other readers lose or misread."""
    moment = read_moment(text)
    return None if moment is None else moment.date()


def read_moment(text: str) -> datetime | None:
    """A moment in Vietnam time; a day alone is its midnight."""
    text = text.strip()
    day, year_first = _ISO_DAY.match(text), True
    if day is None:
        day, year_first = _VIETNAMESE_DAY.match(text), False
    if day is None:
        return None
    first, second, third = (int(part) for part in day.groups())
    year, month, number = (first, second, third) if year_first else (third, second, first)
    rest = text[day.end() :]
    clock = _CLOCK.fullmatch(rest) if rest else None
    if rest and clock is None:
        return None
    try:
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            return None  # a typing error, or the ends of the calendar, which no database keeps
        if clock is None:
            return datetime(year, month, number, tzinfo=VIETNAM_TIME)
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        read = datetime(year, month, number, hour, minute, second, tzinfo=_zone(clock[5]))
        return read.astimezone(VIETNAM_TIME)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone:
    if not text:
        return VIETNAM_TIME
    if text in "zZ":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))

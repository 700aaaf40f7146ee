"""Tệp Office bản cũ ([MS-CFB]): a file system in one file; only as much of it is read as tells whether it asks for a password."""

import struct
from collections.abc import Iterator
from functools import cached_property

_NO_SECTOR = 0xFFFFFFFA
_IN_HEADER = 109
_ENTRY = 128
_ROOT = 5
_WORD = (0xA5EC, 0xA5DC)
_WORD_ENCRYPTED = 0x0100
_BEGINNINGS = (0x0809, 0x0409, 0x0209, 0x0009, 0x0086)
"""Records of a workbook that may stand before its password: its begin, and that it is reserved for one writer."""
_FILE_PASS = 0x002F


class BrokenCompound(Exception):
    """The sectors do not lead where they should."""


def asks_for_password(content: bytes) -> bool:
    """Whether Word ([MS-DOC] 2.5.1, fEncrypted) or Excel ([MS-XLS] 2.4.117, FilePass) asks before it opens the file."""
    try:
        file = _Compound(content)
        document = file.begin_of("WordDocument")
        if len(document) >= 12:
            magic, flags = struct.unpack_from("<H8xH", document)
            return magic in _WORD and bool(flags & _WORD_ENCRYPTED)
        return _FILE_PASS in _first_records(file.begin_of("Workbook") or file.begin_of("Book"))
    except (struct.error, IndexError, ValueError) as error:
        raise BrokenCompound from error


def _first_records(book: bytes) -> Iterator[int]:
    place = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind
        if kind not in _BEGINNINGS:
            return
        place += 4 + length


class _Compound:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        self._small_size = 1 << struct.unpack_from("<H", content, 32)[0]
        self._small_below = struct.unpack_from("<I", content, 56)[0]

    def begin_of(self, name: str) -> bytes:
        """The first piece of a stream; empty when there is none of that name."""
        for entry in self._entries:
            if _name_of(entry).casefold() == name.casefold():
                start, size = struct.unpack_from("<II", entry, 116)
                return self._sector(start) if size >= self._small_below else self._small_sector(start)
        return b""

    @cached_property
    def _entries(self) -> list[bytes]:
        first = struct.unpack_from("<I", self._content, 48)[0]
        listed = b"".join(self._sector(number) for number in self._chain(first))
        return [listed[place : place + _ENTRY] for place in range(0, len(listed), _ENTRY)]

    def _small_sector(self, number: int) -> bytes:
        """Small streams lie in one stream of the root's."""
        root = next(entry for entry in self._entries if entry[66] == _ROOT)
        whole = list(self._chain(struct.unpack_from("<I", root, 116)[0]))
        index, place = divmod(number * self._small_size, self._size)
        return self._sector(whole[index])[place : place + self._small_size]

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if begin >= len(self._content):
            raise IndexError(number)
        return self._content[begin : begin + self._size]

    def _chain(self, number: int) -> Iterator[int]:
        seen: set[int] = set()
        while number < _NO_SECTOR:
            if number in seen:
                raise ValueError(number)
            seen.add(number)
            yield number
            table, place = divmod(number, self._size // 4)
            number = struct.unpack_from("<I", self._sector(self._tables[table]), place * 4)[0]

    @cached_property
    def _tables(self) -> list[int]:
        """Sectors of the table that says which sector follows which."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        number, seen = struct.unpack_from("<I", self._content, 68)[0], set[int]()
        while number < _NO_SECTOR and number not in seen:
            seen.add(number)
            *listed, number = struct.unpack_from(f"<{self._size // 4}I", self._sector(number))
            found += listed
        return [table for table in found if table < _NO_SECTOR]


def _name_of(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")

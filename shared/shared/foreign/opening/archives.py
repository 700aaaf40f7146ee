"""Tệp Office và tệp nén: every entry is unpacked and counted, for a directory may say anything."""

import io
import struct
import zipfile
import zlib

from shared.foreign.opening import compound
from shared.standards.file_kinds import FileRefused

LARGEST_UNPACKED = 200 * 1_048_576
MOST_ENTRIES = 5000
_PIECE = 65_536
_PROGRAMS = (b"MZ", b"\x7fELF")
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_OLE_HEADER = 512


def look_into(content: bytes, name: str) -> None:
    """Refuse paths that lead out, protected and damaged entries, and what unpacks to more than it says or may."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused("file_damaged", name) from error
    if len(entries) > MOST_ENTRIES:
        raise FileRefused("file_damaged", name)
    left = LARGEST_UNPACKED
    for entry in entries:
        if _leads_out(entry.orig_filename):
            raise FileRefused("file_damaged", name)
        if entry.flag_bits & 0x1:
            raise FileRefused("file_locked", name)
        left -= _unpacked(content, entry, left, name)


def look_into_old(content: bytes, name: str) -> None:
    """The old Office formats: a header that names sectors, all of which must be there; and no password."""
    if len(content) < 3 * _OLE_HEADER:
        raise FileRefused("file_damaged", name)
    shift = struct.unpack_from("<H", content, 30)[0]
    tables, directory = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 48)[0]
    if shift not in (9, 12) or (directory + 1) * (1 << shift) >= len(content) or not 0 < tables < len(content):
        raise FileRefused("file_damaged", name)
    first_table = struct.unpack_from("<I", content, 76)[0]
    if (first_table + 1) * (1 << shift) >= len(content):
        raise FileRefused("file_damaged", name)
    try:
        locked = compound.asks_for_password(content)
    except compound.BrokenCompound as error:
        raise FileRefused("file_damaged", name) from error
    if locked:
        raise FileRefused("file_locked", name)


def _leads_out(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in path


def _unpacked(content: bytes, entry: zipfile.ZipInfo, most: int, name: str) -> int:
    """The entry's true size; unpacked by ourselves, for the library stops where the directory tells it to."""
    place = entry.header_offset
    if content[place : place + 4] != b"PK\x03\x04" or place + 30 > len(content):
        raise FileRefused("file_damaged", name)
    name_length, extra_length = struct.unpack_from("<HH", content, place + 26)
    begin = place + 30 + name_length + extra_length
    packed = content[begin : begin + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise FileRefused("file_damaged", name)
    if entry.compress_type == zipfile.ZIP_STORED:
        size, start, checksum = len(packed), packed[:4], zlib.crc32(packed)
        virus = _EICAR in packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        size, start, checksum, virus = _inflated(packed, most, name)
    else:
        raise FileRefused("file_damaged", name)
    if size != entry.file_size or checksum != entry.CRC or size > most:
        raise FileRefused("file_damaged", name)
    if virus or start.startswith(_PROGRAMS):
        raise FileRefused("file_has_program", name)
    return size


def _inflated(packed: bytes, most: int, name: str) -> tuple[int, bytes, int, bool]:
    machine, size, checksum, start, tail, virus = zlib.decompressobj(-15), 0, 0, b"", b"", False
    try:
        rest = packed
        while not machine.eof:
            piece = machine.decompress(rest, _PIECE)
            rest = machine.unconsumed_tail
            if not piece and not machine.eof:
                raise FileRefused("file_damaged", name)
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            start = (start + piece[:4])[:4]
            virus = virus or _EICAR in tail + piece
            tail = piece[-len(_EICAR) :]
            if size > most:
                raise FileRefused("file_damaged", name)
    except zlib.error as error:
        raise FileRefused("file_damaged", name) from error
    return size, start, checksum, virus

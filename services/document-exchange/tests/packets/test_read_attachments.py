"""Reading the attachments of a packet: each kept as it was meant, or refused by name."""

import io
import re
import struct
import zipfile

import pytest

from document_exchange.packets.packet import (
    Limits,
)

from .golden import NOTE, PDF, dotnet_packet, encoded, java_packet, zipped
from .test_reader import read_document, refusal_of

# Attachments


def with_attachment(name: str, media_type: str, content: str) -> str:
    return (
        dotnet_packet().replace("tb7.pdf", name).replace("application/pdf", media_type).replace(encoded(PDF), content)
    )


def test_a_raw_zip_stays_a_zip_and_an_office_file_stays_whole() -> None:
    archive = zipped(("a.txt", b"a"))
    assert (
        read_document(with_attachment("ho-so.zip", "application/zip", encoded(archive))).attachments[0].content
        == archive
    )
    office = zipped(("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<b/>"))
    assert read_document(with_attachment("a.docx", "application/zip", encoded(office))).attachments[0].content == office
    assert read_document(with_attachment("a.pdf", "application/zip", encoded(PDF))).attachments[0].content == PDF


def test_base64_may_be_wrapped() -> None:
    wrapped = "\n".join(re.findall(".{1,10}", encoded(PDF)))
    assert read_document(with_attachment("a.pdf", "application/pdf", wrapped)).attachments[0].content == PDF


def squeezed() -> bytes:
    """An archive of LZMA with options that do not exist."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"a")
    content = bytearray(out.getvalue())
    content[30 + len("a") + 4] = 0xFF
    return bytes(content)


def nowhere() -> bytes:
    """An archive whose entry begins beyond what any machine counts (ZIP64)."""
    archive = bytearray(zipped(("a", b"a")))
    directory, end = archive.index(b"PK\x01\x02"), archive.index(b"PK\x05\x06")
    place = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    archive[directory + 30 : directory + 32] = struct.pack("<H", len(place))
    archive[directory + 42 : directory + 46] = b"\xff" * 4
    archive[end + 12 : end + 16] = struct.pack("<I", end - directory + len(place))
    archive[end:end] = place
    return bytes(archive)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("%%%", "T.base64"),
        ("", "N"),
        (encoded(b"PK\x03\x04 broken"), "M.zip"),
        (encoded(zipped(("a", b"a"), ("b", b"b"))), "M.zip"),
        (encoded(zipped(("../../etc/x", b"\x00" * 90_000_000))), "R.zip"),
        (encoded(squeezed()), "M.zip"),
        (encoded(nowhere()), "M.zip"),
    ],
)
def test_a_bad_attachment_is_refused_by_name(content: str, code: str) -> None:
    assert refusal_of(with_attachment("a.txt", "application/zip", content)).code == code


def test_the_name_inside_the_archive_and_any_path_are_dropped() -> None:
    packet = read_document(
        with_attachment("../../b\u202egpj.txt", "application/zip", encoded(zipped(("/etc/x", NOTE))))
    )
    assert packet.attachments[0].name == "bgpj.txt"
    assert packet.attachments[0].content == NOTE


def test_manifest_and_attachments_must_pair() -> None:
    assert refusal_of(java_packet().replace("<ContentId>cid:a-2<", "<ContentId>cid:a-9<")).code == "N.attachment"
    assert refusal_of(java_packet().replace("cid:a-2", "cid:a-1")).code == "M.duplicate"


def test_limits_are_held() -> None:
    assert refusal_of(java_packet(), Limits(packet_bytes=500)).code == "R.size"
    assert refusal_of(java_packet(), Limits(attachments=1)).code == "R"
    assert refusal_of(java_packet(), Limits(receivers=1)).code == "R"
    assert refusal_of(java_packet(), Limits(elements=20)).code == "R.elements"
    assert refusal_of(java_packet(), Limits(total_attachment_bytes=20)).code == "R.size"
    deep = "<a>" * 500 + "</a>" * 500
    assert refusal_of(java_packet().replace("<edXML:Subject>", deep + "<edXML:Subject>")).code == "R.depth"


def test_a_large_attachment_is_read() -> None:
    big = b"%PDF-1.4\n" + b"0123456789abcdef" * (1024 * 1024)
    assert read_document(with_attachment("a.pdf", "application/pdf", encoded(big))).attachments[0].content == big

"""Small files that are hard on whoever opens them."""

import io
import struct
import zipfile
import zlib

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(*objects: bytes, trailer: bytes = b"", page: bytes = b"", pages: bytes = b"/Kids [3 0 R] /Count 1") -> bytes:
    """A PDF of one page; `objects` begin with number 10."""
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + trailer + b" >>",
        2: b"<< /Type /Pages " + pages + b" >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " + page + b" >>",
    } | {10 + number: body for number, body in enumerate(objects)}
    out, places = b"%PDF-1.7\n", {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 1\n0000000000 65535 f \n"
    table += b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    return out + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(bodies) + 1, len(out))


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(content), content)


def shared_kids(levels: int = 25) -> bytes:
    """Form fields whose two kids are the same next field: 2 to the power of `levels` ways through 2 kB."""
    fields = [b"<< /T (a%d) /Kids [%d 0 R %d 0 R] >>" % (level, 11 + level, 11 + level) for level in range(levels)] + [
        b"<< /T (leaf) /FT /Sig >>"
    ]
    return pdf(*fields, trailer=b"/AcroForm << /Fields [10 0 R] /SigFlags 3 >>")


def nested_drawings(fan: int = 8, depth: int = 12) -> bytes:
    """Drawings that each draw the next one `fan` times: 8 to the power of 12 pieces of text in 3 kB."""
    forms = []
    for level in range(depth):
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
        forms.append(stream(b"/X Do " * fan, head % (11 + level)))
    leaf = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F << /Type /Font /Subtype /Type1"
    forms.append(stream(b"BT /F 12 Tf 100 100 Td (x) Tj ET", leaf + b" /BaseFont /Helvetica >> >> >>"))
    page = b"/Resources << /XObject << /X 10 0 R >> >> /Contents %d 0 R" % (10 + len(forms))
    return pdf(*forms, stream(b"/X Do"), page=page)


def script() -> bytes:
    return pdf(trailer=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")


def hidden_script() -> bytes:
    """The name written in another way, which every reader understands."""
    return pdf(trailer=b"/OpenAction << /S /J#61vaScript /#4aS (app.alert\\(1\\)) >>")


def packed_script() -> bytes:
    """In a compressed object stream."""
    inner = b"12 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    packed = zlib.compress(inner)
    return pdf(stream(packed, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode"), trailer=b"/OpenAction 12 0 R")


_SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def script_between_words() -> bytes:
    """Between two strings that say where a stream would begin and end."""
    return pdf(b"(stream)", _SCRIPT, b"(endstream)", trailer=b"/OpenAction 11 0 R")


def twice_packed_script() -> bytes:
    """In an object stream with two filters."""
    packed = zlib.compress(b"12 0 " + _SCRIPT).hex().encode() + b">"
    head = b"/Type /ObjStm /N 1 /First 5 /Filter [/ASCIIHexDecode /FlateDecode]"
    return pdf(stream(packed, head), trailer=b"/OpenAction 12 0 R")


def far_packed_script() -> bytes:
    """In an object stream whose dictionary is long."""
    head = b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /A (%b)" % (b"a" * 2000)
    return pdf(stream(zlib.compress(b"12 0 " + _SCRIPT), head), trailer=b"/OpenAction 12 0 R")


def hiding_notes() -> bytes:
    """An action that hides a note as soon as somebody opens the file; what it does is named elsewhere."""
    return pdf(b"/Hide", trailer=b"/OpenAction << /S 10 0 R /T (a) >>")


def said_twice() -> bytes:
    """Of two entries of one name some readers take the first, others the last."""
    return pdf(trailer=b"/OpenAction null /OpenAction " + _SCRIPT)


def packed_otherwise() -> bytes:
    """In an object stream whose filter nobody here knows."""
    return pdf(stream(b"12 0 " + _SCRIPT, b"/Type /ObjStm /N 1 /First 5 /Filter /Own"), trailer=b"/OpenAction 12 0 R")


def misplaced() -> bytes:
    """The table says that the catalogue stands where no object begins; readers then look for it, each in its way."""
    return pdf().replace(b"0000000009 00000 n", b"0000000011 00000 n")


def launch() -> bytes:
    return pdf(trailer=b"/OpenAction << /S /Launch /F (cmd.exe) >>")


def xfa() -> bytes:
    return pdf(stream(b"<xdp/>"), trailer=b"/AcroForm << /Fields [] /XFA 10 0 R >>")


def carrying(content: bytes, name: bytes = b"a.exe") -> bytes:
    """A PDF with a file embedded in it."""
    return pdf(
        stream(content, b"/Type /EmbeddedFile"),
        b"<< /Type /Filespec /F (%b) /EF << /F 10 0 R >> >>" % name,
        trailer=b"/Names << /EmbeddedFiles << /Names [(%b) 11 0 R] >> >>" % name,
    )


def lying_docx(megabytes: int = 300) -> bytes:
    """Unpacks to so many megabytes; its directory says one byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as entry:
            for _ in range(megabytes):
                entry.write(b" " * 1_048_576)
    content = bytearray(out.getvalue())
    true = struct.pack("<I", megabytes * 1_048_576)
    for place in (content.find(true), content.rfind(true)):
        content[place : place + 4] = struct.pack("<I", 1)
    return bytes(content)


def docx(**entries: bytes) -> bytes:
    """A small Word file; names with `__` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


_END, _FREE, _TABLE, _TABLES = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC


def old_office(*streams: tuple[str, bytes], fillers: int = 8) -> bytes:
    """A file of the old Office ([MS-CFB], version 3) with these streams; its directory comes last, after `fillers`."""
    named = [(f"Lap {number}", b"x" * 100) for number in range(fillers)] + list(streams)
    following: list[int] = []
    body = b""

    def put(content: bytes) -> int:
        nonlocal body
        start, count = len(following), -(-len(content) // 512)
        following.extend([*range(start + 1, start + count), _END])
        body += content.ljust(count * 512, b"\0")
        return start

    small, entries = b"", []
    for name, content in named:
        if len(content) < 4096:
            entries.append(_entry(name, 2, len(small) // 64, len(content)))
            small += content.ljust(-(-len(content) // 64) * 64, b"\0")
        else:
            entries.append(_entry(name, 2, put(content), len(content)))
    directory = put(_entry("Root Entry", 5, put(small) if small else _END, len(small)) + b"".join(entries))
    tables = more = 0
    while tables * 128 < len(following) + tables + more:
        tables += 1
        more = max(0, -(-(tables - 109) // 127))
    first = len(following)
    following += [_TABLE] * tables + [_TABLES] * more
    following += [_FREE] * (tables * 128 - len(following))
    places = [*range(first, first + tables), *[_FREE] * 109]
    body += struct.pack(f"<{len(following)}I", *following)
    for number in range(more):
        part = (places[109:] + [_FREE] * 127)[number * 127 : number * 127 + 127]
        body += struct.pack("<128I", *part, first + tables + number + 1 if number + 1 < more else _END)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, directory, 0, 4096, _END, 0, first + tables if more else _END, more)
    return head + struct.pack("<109I", *places[:109]) + body


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    named = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1) + b"\xff" * 12
    return named + bytes(36) + struct.pack("<IQ", start, size)


def old_word(*, locked: bool, size: int = 9000) -> bytes:
    """A Word 97 document; its header says whether it is encrypted ([MS-DOC] FibBase)."""
    header = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x042A, 0, 0x1200 | (0x0100 if locked else 0))
    return old_office(("1Table", b"t" * 5000), ("WordDocument", header.ljust(size, b"\0")))


def old_excel(*, locked: bool, size: int = 9000, name: str = "Workbook") -> bytes:
    """An Excel 97 workbook; a password is told by the record behind its begin ([MS-XLS] FilePass)."""
    begin = struct.pack("<HH", 0x0809, 16) + bytes(16) + struct.pack("<HH", 0x0086, 0)
    behind = struct.pack("<HHH", 0x002F, 54, 1) + bytes(52) if locked else struct.pack("<HHH", 0x0042, 2, 1200)
    return old_office((name, (begin + behind).ljust(size, b"\0")))


def hidden_layer() -> bytes:
    """Words on a layer that is off until somebody turns it on."""
    layer = b"<< /Type /OCG /Name (An) >>"
    page = b"/Resources << /Properties << /L 10 0 R >> >> /Contents 11 0 R"
    shown_first = b"/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >>"
    return pdf(layer, stream(b"/OC /L BDC 0 0 100 100 re f EMC"), trailer=shown_first, page=page)

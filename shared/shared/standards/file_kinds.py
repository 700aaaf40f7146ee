"""Loại tệp được nhận: what an uploaded or received file may be, told by its content and not by its name."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import puremagic

LONGEST_NAME = 200
LARGEST_UPLOAD = 20 * 1_048_576
"""One file of a citizen or of a dossier."""
LARGEST_REQUEST = 104 * 1_048_576
"""All files of one press of a button (those of one paper: 5 of 20 MB) and their envelope: what gateway and services take."""
_ZIP_ENTRIES = 5000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileKind(StrEnum):
    """Loại tệp."""

    PDF = "pdf"  # Văn bản PDF
    PNG = "png"  # Ảnh PNG
    JPG = "jpg"  # Ảnh JPEG
    DOCX = "docx"  # Văn bản Word
    XLSX = "xlsx"  # Bảng tính Excel
    DOC = "doc"  # Văn bản Word bản cũ
    XLS = "xls"  # Bảng tính Excel bản cũ
    ZIP = "zip"  # Tệp nén
    TXT = "txt"  # Văn bản thuần

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOC: "application/msword",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.ZIP: "application/zip",
    FileKind.TXT: "text/plain",
}

UPLOADS = frozenset(
    {FileKind.PDF, FileKind.PNG, FileKind.JPG, FileKind.DOCX, FileKind.XLSX, FileKind.DOC, FileKind.XLS}
)
"""What citizens and officers may upload."""
ENCLOSURES = UPLOADS | {FileKind.ZIP, FileKind.TXT}
"""What a document may carry with it."""

_EXTENSIONS = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_FAMILIES = (
    frozenset({"png", "jpg", "webp", "heic", "heif"}),
    frozenset({"doc", "docx"}),
    frozenset({"xls", "xlsx"}),
)
"""Names that programs give each other's files: what is inside decides, and the name is put right."""
_PDF_WITHIN = 1024
"""So far into a file readers look for the header: a byte order mark, blank lines or a printer's lines may stand before it."""
_PDF_HEADER = len("%PDF-1.7")
_STARTXREF = re.compile(rb"startxref\s+(\d{1,10})")
_TABLE = re.compile(rb"\s{0,10}(?:xref|\d{1,10}\s+\d{1,5}\s+obj)\b")
_NOT_BEFORE_PDF = (b"MZ", b"\x7fELF", b"PK", b"<", b"#!", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"{\\rtf")


@dataclass(frozen=True)
class CheckedFile:
    """Tệp đã kiểm tra."""

    name: str
    kind: FileKind
    media_type: str
    size: int


class FileRefused(Exception):
    """Tệp không được nhận. `TEXTS[code]` is what a person reads."""

    def __init__(self, code: str, name: str = "", **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.name = name
        self.facts: dict[str, Any] = facts

    @property
    def sentence(self) -> str:
        return TEXTS[self.code] % self.facts if self.facts else TEXTS[self.code]


TEXTS: dict[str, str] = {
    "file_empty": "Tệp không có nội dung, hãy chọn tệp khác.",
    "file_too_large": "Tệp có dung lượng %(size)s, vượt mức tối đa %(limit)s. Hãy giảm dung lượng hoặc tách tệp.",
    "file_name_missing": "Tệp chưa có tên, hãy đặt tên tệp rồi tải lên lại.",
    "file_kind_refused": "Loại tệp này không được nhận. Hãy dùng PDF, ảnh JPG, PNG, HEIC hoặc WEBP, Word hoặc Excel.",
    "file_kind_differs": "Đuôi tệp không khớp với nội dung, hãy lưu lại tệp đúng định dạng rồi tải lên.",
    "file_damaged": "Tệp bị hỏng, không mở được. Hãy kiểm tra rồi tải lên lại.",
    "file_locked": "Tệp có mật khẩu nên cán bộ không mở được. Hãy bỏ mật khẩu rồi tải lên lại.",
    "file_protected": "Tệp PDF đang bị hạn chế chỉnh sửa bằng mật khẩu nên không ký được, hãy xuất lại tệp không bảo vệ.",
    "file_acts": "Tệp PDF có mã lệnh, biểu mẫu động hoặc tệp nhúng bên trong nên không dùng để ký. Hãy xuất lại tệp PDF thường; "
    "tệp kèm theo thì đính kèm riêng.",
    "file_not_strict": "Tệp PDF không viết đúng chuẩn nên không chắc máy nào cũng hiện như nhau, không dùng để ký được. "
    "Hãy mở tệp rồi in ra tệp PDF mới (Microsoft Print to PDF) hoặc xuất lại từ phần mềm soạn thảo.",
    "file_has_program": "Bên trong tệp có chương trình hoặc mã độc nên không được nhận.",
    "file_picture_too_large": "Ảnh có hơn %(limit)s triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lên.",
    "file_too_many_pictures": "Mỗi lần ghép tối đa %(limit)s ảnh thành một tệp PDF. Hãy chia làm nhiều lần.",
    "file_has_macros": "Tệp có chứa macro, hãy lưu lại không kèm macro rồi tải lên.",
}


def check_file(
    name: str, content: bytes, *, allowed: frozenset[FileKind] = UPLOADS, largest: int = LARGEST_UPLOAD
) -> CheckedFile:
    """Kiểm tra tệp: size, content, and that the extension does not say something else."""
    cleaned = clean_file_name(name)
    if not cleaned:
        raise FileRefused("file_name_missing")
    if not content:
        raise FileRefused("file_empty", cleaned)
    if len(content) > largest:
        raise too_large(cleaned, len(content), largest)
    kind = sniff_kind(content)
    if kind is None or kind not in allowed:
        raise FileRefused("file_kind_refused", cleaned)
    return CheckedFile(_rightly_named(cleaned, kind), kind, kind.media_type, len(content))


def too_large(name: str, size: int, largest: int) -> FileRefused:
    """The refusal says the file's own size and the limit."""
    return FileRefused("file_too_large", name, size=in_megabytes(size), limit=in_megabytes(largest))


def in_megabytes(size: int) -> str:
    """`20 MB`, `21,5 MB`, `300 KB`; rounded up, so that what is over a limit never reads like the limit."""
    if size < 1_048_576:
        return f"{-(-size // 1024)} KB"
    tenths = -(-size * 10 // 1_048_576)
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10} MB"


def _rightly_named(name: str, kind: FileKind) -> str:
    stem, dot, extension = name.rpartition(".")
    said = _EXTENSIONS.get(extension.lower(), extension.lower()) if dot else kind.value
    if said == kind.value:
        return name
    if any({said, kind.value} <= family for family in _FAMILIES):
        return f"{stem}.{kind.value}"
    raise FileRefused("file_kind_differs", name)


def clean_file_name(name: str) -> str:
    """The last part of a path, NFC, without control or direction marks, at most 200 characters, extension kept."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    text = "".join(
        letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    text = re.sub(r'[<>:"|?*]', "_", " ".join(text.split())).strip(". ")
    if len(text) <= LONGEST_NAME:
        return text
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension) > 10:
        return text[:LONGEST_NAME].strip(". ")
    return stem[: LONGEST_NAME - len(extension) - 1].rstrip(". ") + "." + extension


def sniff_kind(content: bytes) -> FileKind | None:
    """The kind by content alone; None for anything not on the list, scripts and programs above all."""
    if is_pdf(content):
        return FileKind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPG
    if content.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if content.startswith(_OLE):
        return _ole_kind(content)
    return FileKind.TXT if _is_plain_text(content) else None


def is_pdf(content: bytes) -> bool:
    """The header stands at the beginning, or near it behind what is no other kind of file."""
    if content.startswith(b"%PDF-"):
        return True
    before, found, _ = content[: _PDF_WITHIN + 5].partition(b"%PDF-")
    return bool(found) and not before.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_NOT_BEFORE_PDF)


def header_first(content: bytes) -> bytes:
    """A PDF with its header at the very beginning, as programs that write into it need; anything else as it is.

    The places named in the file count from its first byte or from the header, as the program that wrote it took them:
    what stands before is cut off, or moved behind the header, whichever keeps them true. A file that was signed is
    left as it is: its signatures cover its bytes.
    """
    begin = content.find(b"%PDF-", 0, _PDF_WITHIN + 5)
    if begin <= 0 or not is_pdf(content) or b"/ByteRange" in content:
        return content
    if _names_its_tables(content, 0) and not _names_its_tables(content, begin):
        version = content[begin : begin + _PDF_HEADER]
        return version + b"\n" * begin + content[begin + _PDF_HEADER :]
    return content[begin:]


def _names_its_tables(content: bytes, counted_from: int) -> bool:
    """Whether the last `startxref` leads to a table of the file's objects."""
    told = _STARTXREF.match(content, content.rfind(b"startxref"))
    place = int(told[1]) + counted_from if told else len(content)
    return place < len(content) and _TABLE.match(content, place) is not None


def _zip_kind(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in archive.infolist()[:_ZIP_ENTRIES]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused("file_damaged") from error
    if "[Content_Types].xml" not in names:
        return FileKind.ZIP
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("file_has_macros")
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    return FileKind.ZIP


def _ole_kind(content: bytes) -> FileKind | None:
    """Old Office: the stream's name stands in the directory in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused("file_locked")  # a new Office file with a password is an old one around what is encrypted
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileRefused("file_has_macros")
    if "WordDocument".encode("utf-16-le") in content:
        return FileKind.DOC
    if "Workbook".encode("utf-16-le") in content or b"B\x00o\x00o\x00k\x00\x00\x00" in content:
        return FileKind.XLS
    return None


def _is_plain_text(content: bytes) -> bool:
    """Words only: anything a browser or a shell could run is not plain text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in text):
        return False
    start = text.lstrip()[:2000].lower()
    if start.startswith(("<", "#!", "%!", "@echo", "{\\rtf")) or "<script" in text.lower() or "<svg" in text.lower():
        return False
    known = {match.extension.lower() for match in _magic(content)}
    return known <= {"", ".txt", ".csv", ".text", ".log"}


def _magic(content: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        matches = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return []
    return [match for match in matches if match.confidence >= 0.8]

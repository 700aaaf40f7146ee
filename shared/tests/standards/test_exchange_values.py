"""Values of document exchange fixed by law: codes, types, statuses; and which files are taken."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.standards.agency_code import (
    is_agency_code,
    is_agency_code_102,
)
from shared.standards.document_types import BY_KEY, DOCUMENT_TYPES, find_document_type
from shared.standards.file_kinds import (
    ENCLOSURES,
    MEDIA_TYPES,
    TEXTS,
    FileKind,
    FileRefused,
    check_file,
    clean_file_name,
    sniff_kind,
)
from shared.standards.typed import read_code


@pytest.mark.parametrize("code", ["H08", "H08.11", "G12.18", "H37.DN.001", "H08." + "1" * 31])
def test_codes_of_decision_20(code: str) -> None:
    assert is_agency_code(code)


@pytest.mark.parametrize("code", ["000.00.11.H08", "000.00.01.A53", "000.12.31.H53"])
def test_codes_of_the_older_form(code: str) -> None:
    assert is_agency_code_102(code)


@pytest.mark.parametrize(
    "code", ["", "08", "H8", "H08.", "H08..1", "H08.Đ", "00.00.11.H08", "H08." + "1" * 32, "H08\n"]
)
def test_other_shapes_are_no_codes(code: str) -> None:
    assert not is_agency_code(code)
    assert not is_agency_code_102(code)


def test_the_decree_names_29_types_and_two_have_no_abbreviation() -> None:
    assert len(DOCUMENT_TYPES) == len(BY_KEY) == 29
    assert [kind.name for kind in DOCUMENT_TYPES if not kind.abbreviation] == ["Công văn", "Thư công"]
    abbreviations = [kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation]
    assert len({read_code(one) for one in abbreviations}) == len(abbreviations), "no two meet in capitals"
    numbers = [kind.type_detail for kind in DOCUMENT_TYPES if kind.type_detail is not None]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("name", "notation", "key"),
    [
        ("Công văn", "", "CV"),
        ("QUYẾT ĐỊNH", "", "QĐ"),
        ("Quyết định (cá biệt)", "", "QĐ"),
        ("", "TTr-STTTT", "TTr"),
        ("Tài liệu lạ", "KH-UBND", "KH"),
    ],
)
def test_a_type_is_found_by_name_then_by_notation(name: str, notation: str, key: str) -> None:
    found = find_document_type(name, notation)
    assert found is not None
    assert found.key == key
    assert find_document_type("Tài liệu lạ", "UBND-VX") is None


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
SAMPLES: dict[FileKind, bytes] = {
    FileKind.PDF: b"%PDF-1.7\n...",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20,
    FileKind.JPG: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    FileKind.DOCX: zipped("[Content_Types].xml", "word/document.xml"),
    FileKind.XLSX: zipped("[Content_Types].xml", "xl/workbook.xml"),
    FileKind.DOC: OLE + "WordDocument".encode("utf-16-le"),
    FileKind.XLS: OLE + "Workbook".encode("utf-16-le"),
    FileKind.ZIP: zipped("a.txt", "b.txt"),
    FileKind.TXT: "Kính gửi: Sở Nội vụ\n".encode(),
}


@pytest.mark.parametrize("kind", list(FileKind))
def test_each_kind_is_known_by_content(kind: FileKind) -> None:
    checked = check_file(f"giấy tờ.{kind.value}", SAMPLES[kind], allowed=ENCLOSURES)
    assert checked.kind is kind
    assert checked.media_type == MEDIA_TYPES[kind]


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<!DOCTYPE html><p>x",
        b"  \n<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<?xml version='1.0'?><svg/>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf /",
        b"GIF89a" + b"\x00" * 30,
        b"Rar!\x1a\x07\x00",
        b"{\\rtf1 x}",
        OLE,
        bytes(range(256)),
    ],
)
def test_anything_else_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        check_file("don.pdf", content, allowed=ENCLOSURES)
    assert refused.value.code == "file_kind_refused"
    assert sniff_kind(content) is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", SAMPLES[FileKind.PNG], "file_kind_differs"),
        ("a.exe", SAMPLES[FileKind.PDF], "file_kind_differs"),
        ("a.pdf.html", SAMPLES[FileKind.PDF], "file_kind_differs"),
        ("", SAMPLES[FileKind.PDF], "file_name_missing"),
        ("../..", SAMPLES[FileKind.PDF], "file_name_missing"),
        ("a.zip", SAMPLES[FileKind.ZIP], "file_kind_refused"),
        ("a.docx", b"PK\x03\x04broken", "file_damaged"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file_has_macros"),
        ("a.pdf", b"%PDF-" + b" " * 200, "file_too_large"),
    ],
)
def test_refusals_are_named(name: str, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check_file(name, content, largest=1000 if code != "file_too_large" else 100)
    assert refused.value.code == code
    assert refused.value.sentence == TEXTS[code] % refused.value.facts


def test_a_jpeg_by_its_other_extensions_is_taken() -> None:
    assert check_file("ảnh.JPEG", SAMPLES[FileKind.JPG]).kind is FileKind.JPG


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("C:\\fakepath\\đơn.pdf", "đơn.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("x\u202efdp.exe", "xfdp.exe"),
        (unicodedata.normalize("NFD", "Giấy khai sinh.pdf"), "Giấy khai sinh.pdf"),
        ("  a   b .pdf ", "a b .pdf"),
        ("..", ""),
    ],
)
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean_file_name(name) == cleaned


@given(st.text(max_size=400))
def test_a_cleaned_name_is_safe_and_stays_the_same(name: str) -> None:
    cleaned = clean_file_name(name)
    assert len(cleaned) <= 200
    assert not set(cleaned) & set('/\\<>:"|?*\x00\n')
    assert cleaned in ("", clean_file_name(cleaned))
    assert cleaned not in (".", "..")


def test_a_long_name_keeps_its_extension() -> None:
    assert clean_file_name("x" * 500 + ".pdf").endswith(".pdf")
    assert len(clean_file_name("x" * 500 + ".pdf")) == 200

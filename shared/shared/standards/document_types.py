"""Loại văn bản hành chính: the 29 types of NĐ 30/2020, Điều 7, with the abbreviations of Phụ lục III."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentType:
    """Loại văn bản. `key` is ours; `abbreviation` is the law's and empty where the law gives none."""

    key: str
    name: str
    abbreviation: str
    type_detail: int | None  # row of table B of QCVN 102; None where the older table has no such type


DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    DocumentType("NQ", "Nghị quyết", "NQ", 1),
    DocumentType("QĐ", "Quyết định", "QĐ", 2),
    DocumentType("CT", "Chỉ thị", "CT", 3),
    DocumentType("QC", "Quy chế", "QC", 4),
    DocumentType("QyĐ", "Quy định", "QyĐ", 5),
    DocumentType("TC", "Thông cáo", "TC", 6),
    DocumentType("TB", "Thông báo", "TB", 7),
    DocumentType("HD", "Hướng dẫn", "HD", 8),
    DocumentType("CTr", "Chương trình", "CTr", 9),
    DocumentType("KH", "Kế hoạch", "KH", 10),
    DocumentType("PA", "Phương án", "PA", 11),
    DocumentType("ĐA", "Đề án", "ĐA", 12),
    DocumentType("DA", "Dự án", "DA", 13),
    DocumentType("BC", "Báo cáo", "BC", 14),
    DocumentType("BB", "Biên bản", "BB", 15),
    DocumentType("TTr", "Tờ trình", "TTr", 16),
    DocumentType("HĐ", "Hợp đồng", "HĐ", 17),
    DocumentType("CV", "Công văn", "", 18),
    DocumentType("CĐ", "Công điện", "CĐ", 19),
    DocumentType("BGN", "Bản ghi nhớ", "BGN", 20),
    DocumentType("BTT", "Bản thỏa thuận", "BTT", 22),
    DocumentType("GUQ", "Giấy ủy quyền", "GUQ", 24),
    DocumentType("GM", "Giấy mời", "GM", 25),
    DocumentType("GGT", "Giấy giới thiệu", "GGT", 26),
    DocumentType("GNP", "Giấy nghỉ phép", "GNP", 27),
    DocumentType("PG", "Phiếu gửi", "PG", 30),
    DocumentType("PC", "Phiếu chuyển", "PC", 31),
    DocumentType("PB", "Phiếu báo", "PB", None),
    DocumentType("TCo", "Thư công", "", 32),
)

SPECIALISED: tuple[DocumentType, ...] = (DocumentType("GP", "Giấy phép", "GP", None),)
"""Văn bản chuyên ngành of which an agency keeps a book of their own: results of dossiers, that nobody drafts as a document."""

BY_KEY: dict[str, DocumentType] = {kind.key: kind for kind in DOCUMENT_TYPES}

OF_RESULTS = (*DOCUMENT_TYPES, *SPECIALISED)
"""Loại văn bản in whose book the result of a dossier may be numbered."""


def of_result(key: str) -> DocumentType | None:
    return next((kind for kind in OF_RESULTS if kind.key == key), None)


# Of several with one name or abbreviation the first counts.
_BY_NAME = {kind.name.casefold(): kind for kind in reversed(DOCUMENT_TYPES)}
_BY_ABBREVIATION = {kind.abbreviation: kind for kind in reversed(DOCUMENT_TYPES) if kind.abbreviation}


def find_document_type(type_name: str, notation: str = "") -> DocumentType | None:
    """By the name a packet gives, else by the first group of the notation (`QĐ-UBND`)."""
    wanted = " ".join(type_name.casefold().replace("(cá biệt)", "").split())
    return _BY_NAME.get(wanted) or _BY_ABBREVIATION.get(notation.strip().partition("-")[0])

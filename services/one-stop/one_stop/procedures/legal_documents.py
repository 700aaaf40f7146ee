"""Văn bản căn cứ của thủ tục, one by one (QĐ 766/QĐ-TTg mục 1.3; CANCUPHAPLY of the national record). Pure.

In a row of the province's file, `legal_documents`: `number` and `name`, and where they are known `agency`, `issued_on`, `effective_on`, `url`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from one_stop.procedures.faults import Fault
from shared.contracts.values import LegalDocument
from shared.core.formats import vn_date
from shared.standards.vietnamese import fold


def legal_documents(row: Mapping[str, Any]) -> list[LegalDocument]:
    """In the order in which they were listed."""
    return [LegalDocument.model_validate(said) for said in row.get("legal_documents", ())]


def words_of(document: LegalDocument) -> str:
    """What is known of it, in words."""
    issued = f"ban hành ngày {vn_date(document.issued_on)}" if document.issued_on else ""
    effective = f"có hiệu lực từ {vn_date(document.effective_on)}" if document.effective_on else ""
    return "; ".join(filter(None, (document.name, document.agency, issued, effective, document.url)))


def check_legal_documents(row: Mapping[str, Any]) -> list[Fault]:
    """What stands twice, what would be in force before it was issued, and addresses that no browser opens safely."""
    faults, documents = [], legal_documents(row)
    for place, one in enumerate(documents):
        at = f"/legal_documents/{place}"
        if fold(one.number) in [fold(other.number) for other in documents[:place]]:
            faults.append(Fault(f"{at}/number", f"Văn bản {one.number} ghi hai lần."))
        if one.issued_on and one.effective_on and one.effective_on < one.issued_on:
            faults.append(Fault(f"{at}/effective_on", "Ngày có hiệu lực không trước ngày ban hành."))
        if one.url and not _opens(one.url):
            faults.append(Fault(f"{at}/url", "Địa chỉ truy cập bắt đầu bằng https:// hoặc http://, không có dấu cách."))
    return faults


def _opens(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(letter.isspace() for letter in url)

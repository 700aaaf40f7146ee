"""What a result says on paper: granted, a negative answer, or granted in part."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import Letterhead, owner_fields, person_fields
from one_stop.results.models import DossierResult
from shared.contracts.values import Applicant
from shared.core.formats import vn_date
from shared.standards.result_outcomes import ResultOutcome


def result_fields(
    head: Letterhead, dossier: Dossier, draft: Mapping[str, Any], signer: tuple[str, str], code: str, address: str
) -> dict[str, Any]:
    """Kết quả giải quyết. `draft`: number, title, body, what the outcome says; `signer`: full name and title; `code`: verification code."""
    person = Applicant.model_validate(dossier.owner or dossier.applicant)
    fields = head.fields() | {
        "number": draft["number"],
        "title": draft["title"],
        "paragraphs": _lines(draft["body"]),
        "lines": [
            [label, value]
            for label, value in (
                ("Cấp cho", person.full_name),
                ("Số định danh, mã số thuế", person.personal_id),
                ("Địa chỉ", person.address),
                ("Thủ tục", dossier.matter),
                ("Có hiệu lực", _term_words(draft.get("valid_from"), draft.get("valid_until"))),
                ("Phạm vi hiệu lực", draft.get("scope", "")),
            )
            if value
        ],
        "recipients": [f"{person.full_name};", "Lưu: VT, hồ sơ."],
        "code": dossier.code or "",
        "signer": signer[0],
        "signer_title": signer[1],
        "verify_address": f"{address}/xac-thuc",
        "verify_code": " ".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "verify_url": f"{address}/xac-thuc?ma={code}",
    }
    return fields | _concluding_fields(head, dossier, draft, fields["paragraphs"])


def _concluding_fields(
    head: Letterhead, dossier: Dossier, draft: Mapping[str, str], paragraphs: list[str]
) -> dict[str, Any]:
    """What a negative answer says, and one that grants a part; nothing more of one that grants all."""
    if draft["outcome"] == ResultOutcome.PARTIAL:
        parts = [f"{title}: {draft[name]}" for name, title in _PARTS.items()]
        return {"paragraphs": paragraphs + [line for part in parts for line in _lines(part)]}
    if draft["outcome"] == ResultOutcome.REFUSED:
        return {
            "lines": [],
            "procedure": dossier.matter,
            "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
            "owner": owner_fields(dossier),
            "received_at": dossier.received_at,
            "reason": draft["reason"],
            "legal_basis": draft["legal_basis"],
            "contact": head.contact(""),
        }
    return {}


def _term_words(first: date | None, last: date | None) -> str:
    """`từ ngày 01/03/2026 đến hết ngày 01/03/2031`."""
    told = (f"từ ngày {vn_date(first)}" if first else "", f"đến hết ngày {vn_date(last)}" if last else "")
    return " ".join(filter(None, told))


_PARTS = {
    "granted_part": "Phần được giải quyết",
    "refused_part": "Phần không được giải quyết",
    "reason": "Lý do",
    "legal_basis": "Căn cứ",
}


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.split("\n") if line.strip()]


def said_lines(result: DossierResult) -> list[str]:
    """All that a draft says, with its conclusion where not all is granted, for who approves it on its way up."""
    file = result.brought()
    brought = f"Kết quả là tệp kèm theo: {file.name} (SHA-256 {file.sha256})\n" if file else ""
    if result.outcome == ResultOutcome.GRANTED:
        return _lines(brought + result.body)
    said = [f"{title}: {words}" for name, title in _PARTS.items() if (words := getattr(result, name))]
    conclusion = f"Kết luận: {ResultOutcome(result.outcome).official_name}"
    return [line for part in (conclusion, *said, brought, result.body) for line in _lines(part)]

"""What the receipt of a return says."""

from typing import Any

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import Letterhead, made_by, owner_fields, person_fields
from one_stop.returns.models import ResultReturn
from one_stop.returns.rules import Receipt
from shared.contracts.values import Applicant
from shared.core.formats import money


def receipt_fields(head: Letterhead, dossier: Dossier, row: ResultReturn, officer: tuple[str, str]) -> dict[str, Any]:
    """Giấy biên nhận trả kết quả. `officer`: full name and title."""
    return head.fields() | {
        "code": dossier.code or "",
        "procedure": dossier.matter,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "receiver": row.receiver_words,
        "receiver_name": row.receiver_name,
        "identity": row.identity_words,
        "authority": row.authority_words,
        "results": [f"{one['title']}, số {one['number']}" for one in row.results],
        "originals": [f"{one['name']}: {one['count']} bản chính" for one in row.originals],
        "fees": money(row.fee_due) if row.fee_due else "",
        "at": row.at,
        "signed": row.receipt_words if row.receipt == Receipt.TABLET else "",
        "contact": head.contact(officer[0]),
        **made_by(officer),
    }

"""What the slip of a part says: the hand-over that the asked agency gets as a paper."""

from typing import Any

from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import Letterhead
from one_stop.parts.models import DossierPart
from shared.contracts.values import Applicant


def slip_number(number: int) -> str:
    """Counted within the dossier, whose code stands beside it."""
    return f"{number:02d}/LYK"


def owner_name(dossier: Dossier) -> str:
    return Applicant.model_validate(dossier.owner or dossier.applicant).full_name


def ask_fields(head: Letterhead, dossier: Dossier, part: DossierPart, worker: Worker, authority: str) -> dict[str, Any]:
    """Phiếu lấy ý kiến. `authority`: quyền hạn, chức vụ of who makes it."""
    return head.fields() | {
        "number": slip_number(part.number),
        "code": dossier.code,
        "procedure": dossier.matter,
        "owner": {"name": owner_name(dossier)},
        "to": part.agency_name,
        "question": part.question,
        "papers": list(dict.fromkeys(paper["paper_name"] for paper in part.papers)),
        "due_at": part.due_at,
        "signer": worker.name,
        "signer_title": authority,
    }

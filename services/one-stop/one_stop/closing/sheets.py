"""What the papers of an ending say: form 05, and the confirmation of a withdrawal."""

from collections.abc import Mapping
from typing import Any

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import Letterhead, made_by, owner_fields, person_fields
from shared.contracts.values import Applicant


def stop_fields(
    head: Letterhead, dossier: Dossier, number: int, ground: str, settlement: str, signer: tuple[str, str]
) -> dict[str, Any]:
    """Mẫu 05: thông báo dừng giải quyết. `signer`: full name and title."""
    lapsed = dossier.lapsed()
    return head.fields() | {
        "number": f"{number:02d}/TBD",
        "code": dossier.code or "",
        "procedure": dossier.matter,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "stage": "Chờ người nộp bổ sung hồ sơ" if lapsed else dossier.step_name,
        "ground": ground,
        "decision": "Dừng giải quyết hồ sơ kể từ ngày ký thông báo này",
        "fees_and_papers": settlement,
        "signer": signer[0],
        "signer_title": signer[1],
    }


def withdrawal_fields(
    head: Letterhead,
    dossier: Dossier,
    requester: Mapping[str, str],
    reason: str,
    settlement: str,
    officer: tuple[str, str],
) -> dict[str, Any]:
    """Giấy xác nhận rút hồ sơ. `requester`: who came, with which identity paper, by which authority."""
    return head.fields() | {
        "code": dossier.code or "",
        "procedure": dossier.matter,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "requester": requester["requester"],
        "identity": f"{requester['id_kind']} số {requester['id_number']}",
        "authority": requester["authority"],
        "reason": reason,
        "fees_and_papers": settlement,
        **made_by(officer),
    }

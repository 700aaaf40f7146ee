"""What the slip of a part says: the hand-over that the asked agency gets as a paper."""

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.cases import LEADER, Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import Letterhead, file_name
from one_stop.dossiers.sealed import UNSIGNED
from one_stop.dossiers.signing import authority_lines, sign_slip
from one_stop.forms.render import PART_ASK
from one_stop.forms.rule_sets import RuleSet
from one_stop.parts.models import DossierPart
from shared.contracts.values import Applicant


def slip_number(number: int) -> str:
    """Counted within the dossier, whose code stands beside it."""
    return f"{number:02d}/LYK"


def part_of(number: str) -> int:
    """Of a slip's number: which part of the dossier it asks for."""
    return int(number.partition("/")[0])


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


async def print_slip(
    session: AsyncSession, prints: PrintShop, worker: Worker, dossier: Dossier, part: DossierPart
) -> Printed:
    """Signed where the asker signs for the agency, and sealed; a specialist's bears his name, and soon the agency's seal: nobody waits
    for that, and the axis proves which agency sent it."""
    rule_set, name = RuleSet.ND118_2025.value, file_name(f"phieu-lay-y-kien-{part.number}", dossier, part.asked_at)
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        if LEADER not in worker.roles:
            asked = ask_fields(head, dossier, part, worker, worker.title)
            printed = await prints.print_form(PART_ASK, rule_set, asked, name)
            return replace(printed, snapshot=printed.snapshot | {UNSIGNED: worker.name})
        above = await authority_lines(session, dossier.agency_code, worker)
    data, signer = ask_fields(head, dossier, part, worker, above), (dossier.agency_code, head.fields()["agency"])
    by, matter = (worker.person_id, signer), f"dossier/{dossier.id}"
    return await sign_slip(prints, PART_ASK, rule_set, data, by, name, matter, sealed=True)

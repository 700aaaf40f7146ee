"""Phiếu trả lời: what the asked agency's leader signs."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.asked_parts.models import AskedPart
from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.signing import authority_lines, sign_slip
from one_stop.forms.render import PART_ANSWER
from one_stop.forms.rule_sets import RuleSet
from one_stop.parts.slips import slip_number


async def sign_answer_slip(
    session: AsyncSession, prints: PrintShop, worker: Worker, part: AskedPart, said: str
) -> Printed:
    """With the agency's seal over the leader's signature, where it has a certificate.

    Raises Conflict without a key in force, Invalid when the sheet cannot be signed."""
    head = await letterhead(session, part.agency_code)
    fields = head.fields()
    data = fields | {
        "number": slip_number(part.number),
        "code": part.dossier_code,
        "procedure": part.procedure_name,
        "to": part.from_agency_name,
        "question": part.question,
        "asked_at": part.asked_at,
        "conclusion": said,
        "opinion": part.opinion,
        "signer": worker.name,
        "signer_title": await authority_lines(session, part.agency_code, worker),
    }
    signer = worker.person_id, (part.agency_code, fields["agency"])
    name = f"phieu-tra-loi-{part.number}-{part.dossier_code}.pdf"
    rule_set, matter = RuleSet.ND118_2025.value, f"part/{part.id}"
    return await sign_slip(prints, PART_ANSWER, rule_set, data, signer, name, matter, sealed=True)

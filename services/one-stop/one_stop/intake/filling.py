"""What a dossier keeps of what the counter typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from one_stop.dossiers.rules import STEPS, Channel, Doing
from one_stop.intake.schemas import CounterReception
from one_stop.procedures.fees import FeeItem
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.online_services import SubmissionFiled
from shared.standards.calendar_days import VIETNAM_TIME
from shared.work.eforms.owner import other_than, owner_in
from shared.work.eforms.schema import EForm


def on_paper(
    new: CounterReception, fees: Sequence[FeeItem], papers: list[dict[str, Any]], now: datetime
) -> dict[str, Any]:
    owner, standing = new.owner(), new.representation()
    return {
        "status": STEPS.target(Doing.ACCEPT).value,
        "channel": Channel[new.channel.upper()].value,
        "return_channel": "post" if new.return_channel == "post" else "counter",
        "return_address": new.return_address,
        "owner": owner.model_dump(mode="json") if owner else None,
        "form_id": "",
        "form_version": 0,
        "answers": {"content": new.content} if new.content else {},
        "fee_due": sum(fee.amount for fee in fees),
        "sets": new.sets,
        "representation": standing.model_dump(mode="json") if standing else None,
        "papers_received": papers,
        "work_due_at": now,
    }


def declared(eform: EForm | None, new: CounterReception, answers: dict[str, Any]) -> dict[str, Any]:
    """Tờ khai as typed at the counter, kept as that of a dossier that was filed online; nothing where it came on paper."""
    if eform is None or new.answers is None:
        return {}
    owner = other_than(new.applicant(), owner_in(eform, answers)) if new.owner() is None else None
    told = {"owner": owner.model_dump(mode="json")} if owner else {}
    said = ({"content": new.content} if new.content else {}) | answers
    return {"form_id": eform.id, "form_version": eform.version, "answers": said} | told


def fee_filed(procedure: ProcedureVersion, event: SubmissionFiled) -> int:
    """By the fee table as on the day of filing, where there is one; else as the portal told the applicant."""
    if not procedure.has_fee_table:
        return event.fee_due
    day = event.filed_at.astimezone(VIETNAM_TIME).date()
    return sum(item.amount for item in procedure.fees_due(event.case_code, Channel.ONLINE.word, day))

"""Giải quyết ngay tại quầy: received, settled and handed out in one act. Actions write; who calls commits.

Without a receipt (form 01), unless the applicant asks for one (NĐ 61/2018/NĐ-CP Điều 17 khoản 4).

The act of deciding is on the paper that was handed out; here stands who decided, under which number, and that the applicant has it.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import enter_step, keep_form, note_hand_over, save_change, search_text_of, set_due
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.forms.render import FormNo
from one_stop.forms.rule_sets import rule_set_at
from one_stop.intake.across import Places
from one_stop.intake.receipts import Receipts
from one_stop.intake.schemas import CounterReception
from one_stop.intake.telling import received_event
from one_stop.procedures.models import ProcedureVersion
from shared.access.identity import Identity
from shared.contracts.one_stop import ResultReturned
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.messaging.outbox import tell
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at
from shared.storage import evidence

NOT_AT_ONCE = "Thủ tục này không giải quyết ngay tại quầy; hãy tiếp nhận và in giấy tiếp nhận."
NOT_HERE = "Chỉ cơ quan có thẩm quyền giải quyết ngay được; hãy tiếp nhận và chuyển hồ sơ đến cơ quan đó."
AT_COUNTER = "counter"


def require_at_once(procedure: ProcedureVersion, new: CounterReception, counter_code: str) -> None:
    """Only what the procedure lets be settled at once, and only by who decides it."""
    sentence = "" if procedure.on_the_spot else NOT_AT_ONCE
    if not sentence and new.agency_code not in ("", counter_code):
        sentence = NOT_HERE
    if new.at_once and sentence:
        raise Invalid("invalid_input", fields=[FieldError("/at_once", "not_at_once", sentence)])


async def settle_at_once(
    session: AsyncSession,
    receipts: Receipts,
    dossier: Dossier,
    procedure: ProcedureVersion,
    who: tuple[Identity, Worker],
    new: CounterReception,
    working_time: WorkingTime,
    note: str = "",
) -> Dossier:
    """Giải quyết ngay: the dossier begins and ends, on one line of its history and of the register."""
    (identity, worker), now, terms = who, clock.now(), dossier.terms(procedure)
    before = dossier.step_code, dossier.step_name
    due = due_at(now, Term(terms.term_amount, TermUnit(terms.term_unit)), working_time)
    dossier.status = STEPS.target(Doing.AT_ONCE).value
    dossier.received_at = dossier.finished_at = dossier.returned_at = now
    dossier.rule_set, dossier.due_original = rule_set_at(now), due
    set_due(dossier, due, working_time)
    enter_step(dossier, procedure.workflow()[-1], now, working_time)
    dossier.settled_at_once, dossier.result_outcome = True, ResultOutcome.GRANTED.value
    dossier.search_text = search_text_of(dossier)
    await save_change(session)
    said = [note, f"Người quyết định: {new.decided_by}", f"Kết quả số {new.result_number}" if new.result_number else ""]
    words = ". ".join(part for part in said if part)
    receipt = None
    if new.receipt_wanted:
        printed = await receipts.print_for(session, dossier, procedure, worker, Places(), now)
        keep_form(session, dossier, FormNo.RECEIPT, printed, now, worker.name, worker.agency_code)
        receipt = printed.file
    files = [receipt] if receipt else []
    await note_hand_over(session, dossier, Doing.AT_ONCE, worker, now, before, words, "early", files)
    await tell(session, received_event(dossier, receipt=receipt))
    await tell(session, ResultReturned(dossier_id=str(dossier.id), channel=AT_COUNTER, returned_at=now))
    facts = {"code": dossier.code, "decided_by": new.decided_by, "result_number": new.result_number}
    await evidence.record(session, "dossier-settled-at-once", f"dossier/{dossier.id}", identity, **facts)
    return dossier

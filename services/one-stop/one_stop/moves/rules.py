"""Where a dossier goes by a move, and into whose hands. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass

from one_stop.dossiers.cases import SPECIALIST, Holder, Standing, Worker
from one_stop.dossiers.rules import Doing, require_allowed
from one_stop.procedures.rules import Step, StepAction, own_step_before, step_after, step_before
from shared.core.errors import Conflict, FieldError, Invalid
from shared.standards.dossier_status import DossierStatus

ASSIGNEE_UNKNOWN = "Hãy chọn người thụ lý trong danh sách của cơ quan."


@dataclass(frozen=True)
class Move:
    """Một lượt chuyển bước đã quyết định."""

    action: Doing
    status: DossierStatus
    step: Step
    holder: Holder | None


def claim(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Nhận xử lý: a specialist takes a dossier that nobody holds."""
    status = require_allowed(Doing.CLAIM, standing, steps, worker)
    return Move(Doing.CLAIM, status, steps[standing.position], worker.desk)


def transfer(
    standing: Standing, steps: Sequence[Step], worker: Worker, to: Holder | None, *, here: bool = True
) -> Move:
    """Chuyển bước sau. `to` names the specialist; without it the next step's desk has it in common.

    `here`: the next step is done at the very agency where the dossier is, whatever words the procedure has for the two places.
    """
    status = require_allowed(Doing.TRANSFER, standing, steps, worker)
    following = step_after(steps, standing.position, standing.skipped)
    assert following is not None
    if to is not None and following.role != SPECIALIST:
        raise _wrong_holder("step_takes_no_holder", f"Bước “{following.name}” không phân công cho cá nhân.")
    if to is not None and not here:
        sentence = (
            f"Bước “{following.name}” do cơ quan khác làm: cơ quan đó phân công, hoặc người của cơ quan đó tự nhận."
        )
        raise _wrong_holder("step_elsewhere_takes_no_holder", sentence)
    holder = to
    if holder is None and here and following.role == SPECIALIST and steps[standing.position].role == SPECIALIST:
        holder = worker.desk
    if StepAction.ASSIGN in steps[standing.position].actions and holder is None and here:
        raise _wrong_holder("assignee_required", "Hãy chọn chuyên viên thụ lý hồ sơ.")
    return Move(Doing.TRANSFER, status, following, holder)


def _wrong_holder(code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/holder_id", code, sentence)])


def send_back(standing: Standing, steps: Sequence[Step], worker: Worker, former: Holder | None) -> Move:
    """Trả lại bước trước: to the specialist who had it, if that step is a specialist's."""
    status = require_allowed(Doing.RETURN, standing, steps, worker)
    previous = step_before(steps, standing.position, standing.skipped)
    assert previous is not None
    return Move(Doing.RETURN, status, previous, former if previous.role == SPECIALIST else None)


def take_back(standing: Standing, steps: Sequence[Step], worker: Worker, former: Holder | None) -> Move:
    """Lấy lại: from another agency to the last step before that is done here, to the specialist who had it then.

    Nobody has done what was taken back: neither of the two was in time with it, or late.
    """
    status = require_allowed(Doing.TAKE_BACK, standing, steps, worker)
    own = own_step_before(steps, standing.position, standing.skipped)
    return Move(Doing.TAKE_BACK, status, own, former if own.role == SPECIALIST else None)


def reassign(standing: Standing, steps: Sequence[Step], worker: Worker, to: Holder | None) -> Move:
    """Giao lại cho người khác; without `to` the dossier goes back to the pool of its step."""
    status = require_allowed(Doing.REASSIGN, standing, steps, worker)
    if standing.holder_id == (to.person_id if to else standing.waiting_holder):
        raise Conflict("holder_unchanged")
    return Move(Doing.REASSIGN, status, steps[standing.position], to)


def finish(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Trình lãnh đạo ký."""
    status = require_allowed(Doing.FINISH, standing, steps, worker)
    following = step_after(steps, standing.position, standing.skipped)
    assert following is not None
    return Move(Doing.FINISH, status, following, None)


def sign(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Ký duyệt: the dossier is resolved and goes to the counter."""
    status = require_allowed(Doing.SIGN, standing, steps, worker)
    if not standing.has_draft:
        raise Conflict("result_not_drafted")
    following = step_after(steps, standing.position, standing.skipped)
    assert following is not None
    return Move(Doing.SIGN, status, following, None)


def approve(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Duyệt, trình cấp trên ký."""
    status = require_allowed(Doing.APPROVE, standing, steps, worker)
    following = step_after(steps, standing.position, standing.skipped)
    assert following is not None
    return Move(Doing.APPROVE, status, following, None)

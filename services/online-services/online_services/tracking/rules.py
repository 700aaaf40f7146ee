"""What a dossier still waits for, as the citizen reads it."""

from shared.standards.dossier_status import ENDED, DossierStatus

RETURN_RESULT = "Trả kết quả"


def pending_step(status: int, step_name: str) -> str:
    """Bước đang chờ: once there is a result only its return is left, and after the end nothing at all.

    The last step told of is the signing, and nobody tells of a step that is over.
    """
    if status == DossierStatus.RESOLVED:
        return RETURN_RESULT
    return "" if status in ENDED else step_name


def pending_holder(status: int, holder: str) -> str:
    """Người đang xử lý: nobody works any more on what is settled."""
    return "" if status in ENDED else holder

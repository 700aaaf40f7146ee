"""Rows of the table of steps that move the due date of a dossier. Pure values."""

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.needs import (
    APOLOGY_PROPOSED,
    AT_STEP,
    EXTENDABLE,
    HELD,
    NO_APOLOGY,
    PAUSE_PROPOSED,
    PAUSED,
    RUNS,
    UNISSUED,
)
from one_stop.dossiers.sets import EXPERT, IN_WORK, LEADERS, SIGNERS, row
from shared.work.steps import Way

DUE_ROWS = (
    # The new date is given once; who is late with his own step proposes it, and a leader may at any step.
    row(
        Doing.PROPOSE_APOLOGY,
        "Đề nghị xin lỗi, hẹn lại ngày trả",
        Way(IN_WORK, None, EXPERT, (NO_APOLOGY, AT_STEP, *HELD, RUNS)),
        Way(IN_WORK, None, LEADERS, (NO_APOLOGY, RUNS)),
    ),
    row(
        Doing.SIGN_APOLOGY,
        "Ký văn bản xin lỗi, hẹn lại ngày trả",
        Way(IN_WORK, None, SIGNERS, (APOLOGY_PROPOSED, RUNS)),
    ),
    row(
        Doing.DECLINE_APOLOGY,
        "Trả lại đề nghị xin lỗi",
        Way(IN_WORK, None, LEADERS, (APOLOGY_PROPOSED,)),
    ),
    row(Doing.EXTEND, "Gia hạn theo luật", Way(IN_WORK, None, LEADERS, (EXTENDABLE, RUNS))),
    row(Doing.PAUSE, "Tạm dừng tính thời hạn", Way(IN_WORK, None, LEADERS, (RUNS, UNISSUED))),
    row(
        Doing.PROPOSE_PAUSE,
        "Đề nghị tạm dừng tính thời hạn",
        Way(IN_WORK, None, EXPERT, (AT_STEP, *HELD, RUNS, UNISSUED)),
    ),
    row(Doing.APPROVE_PAUSE, "Duyệt đề nghị tạm dừng", Way(IN_WORK, None, LEADERS, (PAUSE_PROPOSED, RUNS, UNISSUED))),
    row(Doing.DECLINE_PAUSE, "Không duyệt đề nghị tạm dừng", Way(IN_WORK, None, LEADERS, (PAUSE_PROPOSED,))),
    row(
        Doing.RESUME,
        "Tính tiếp thời hạn",
        Way(IN_WORK, None, LEADERS, (PAUSED,)),
        Way(IN_WORK, None, EXPERT, (PAUSED, AT_STEP, *HELD)),
    ),
)

"""What is done beside a dossier's way: the office's own work, corrections, words with the applicant; and between two agencies."""

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.needs import (
    AT_ITS_AGENCY,
    AT_STEP,
    BEFORE_SIGNING,
    HELD,
    HERE,
    ON_ITS_WAY,
    REACHED,
    RECEIVED_HERE,
    SENT_HERE,
    UNISSUED,
    WAS_SENT_BACK,
)
from one_stop.dossiers.sets import APPLICANT, COUNTER, DESK, DUE, EXPERT, IN_WORK, LEADERS, NEW, SIGNED, WAITING, row
from shared.work.steps import Way

# What another agency's counter received: until it was taken over or given back, nothing else is done with it here.
BETWEEN = (
    row(
        Doing.TAKE_OVER,
        "Nhận hồ sơ từ quầy tiếp nhận",
        Way(IN_WORK, None, COUNTER, (ON_ITS_WAY,)),
        always=(HERE,),
    ),
    row(Doing.SEND_BACK, "Trả lại quầy tiếp nhận", Way(IN_WORK, None, COUNTER, (SENT_HERE,)), always=(HERE,)),
    row(
        Doing.SEND_AGAIN,
        "Chuyển lại cơ quan có thẩm quyền",
        Way(IN_WORK, None, COUNTER, (RECEIVED_HERE, WAS_SENT_BACK)),
        always=(REACHED,),
    ),
)
ASIDE = (
    row(Doing.NOTE, "Ghi chú nội bộ", Way(DUE | SIGNED, None, DESK), always=AT_ITS_AGENCY),
    row(
        Doing.CHECK,
        "Lập biên bản kiểm tra thực địa",
        Way(IN_WORK | WAITING, None, LEADERS),
        Way(IN_WORK | WAITING, None, EXPERT, (AT_STEP, *HELD)),
        always=AT_ITS_AGENCY,
    ),
    row(
        Doing.GIVE_TASK,
        "Giao việc cho đồng nghiệp",
        Way(DUE | SIGNED, None, LEADERS),
        Way(IN_WORK, None, EXPERT, (AT_STEP, *HELD)),
        Way(NEW | IN_WORK | SIGNED, None, COUNTER, (AT_STEP,)),
    ),
    row(
        Doing.SET_RESULTS,
        "Thêm, bỏ kết quả khác của hồ sơ",
        Way(IN_WORK, None, EXPERT, (AT_STEP, *HELD, BEFORE_SIGNING)),
        always=AT_ITS_AGENCY,
    ),
    # What is signed rests on what the dossier said: it is recalled first.
    row(
        Doing.CORRECT,
        "Đính chính thông tin hồ sơ",
        Way(NEW | IN_WORK, None, LEADERS, (UNISSUED,)),
        Way(IN_WORK, None, EXPERT, (AT_STEP, *HELD, UNISSUED)),
        Way(NEW | IN_WORK, None, COUNTER, (AT_STEP, UNISSUED)),
    ),
    *(
        row(
            act,
            label,
            Way(DUE | SIGNED, None, LEADERS),
            Way(IN_WORK | WAITING, None, EXPERT, (AT_STEP, *HELD)),
            Way(DUE | SIGNED, None, COUNTER, (AT_STEP,)),
        )
        for act, label in (
            (Doing.ASK_APPLICANT, "Hỏi, báo người nộp"),
            (Doing.WRITE_DOWN, "Ghi lời người nộp trả lời"),
        )
    ),
    row(Doing.APPLICANT_WROTE, "Người nộp gửi lời trao đổi", Way(DUE | SIGNED, None, cause=APPLICANT)),
    *(
        row(act, label, Way(IN_WORK, None, cause="giấy bàn giao"))
        for act, label in (
            (Doing.LISTED, "Giao đơn vị theo giấy bàn giao"),
            (Doing.LIST_TAKEN, "Đơn vị nhận bàn giao"),
            (Doing.LIST_RETURNED, "Đơn vị không nhận bàn giao"),
            (Doing.LIST_CANCELLED, "Hủy giấy bàn giao"),
        )
    ),
    *(
        row(act, label, Way(DUE | SIGNED, None, cause="việc được giao"))
        for act, label in (
            (Doing.TASK_DONE, "Báo việc đã xong"),
            (Doing.TASK_RETURNED, "Trả lại việc được giao"),
            (Doing.TASK_RECALLED, "Thu hồi việc đã giao"),
        )
    ),
)

"""What several do together: a group of procedures with parts outside, and a pause that one proposes and another approves."""

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, wait_for
from operations.demo.casting import Repertoire
from operations.demo.counter_work import ONE_STOP, ONLINE, CounterWork, Dossier
from operations.demo.playbill import Playbill
from operations.demo.stage import Stage

GROUP = "lien-thong-khai-sinh"


class JointScenes(Stage):
    """Liên thông nhóm thủ tục; đề nghị và duyệt tạm dừng; lấy ý kiến."""

    def __init__(self, work: CounterWork, repertoire: Repertoire, bill: Playbill, agency_code: str) -> None:
        super().__init__(work, repertoire, bill)
        self._here = agency_code

    def play(self) -> None:
        self.bill.scene("Việc nhiều người cùng làm")
        if self.plays.has(GROUP):
            self._group()
        self._pause_by_two()
        self._asked()

    def _group(self) -> None:
        dossier = self._file(self.plays.citizen(0), self.plays.procedure(GROUP))
        self._accept(dossier)
        self._forward(dossier, "sign")
        first = self.work.post(dossier, SPECIALIST)
        with self.bill.step(first.name, "ghi câu trả lời của công an; phần bảo hiểm xã hội còn chờ"):
            said = {
                "conclusion": "agree",
                "opinion": "Đã đăng ký thường trú.",
                "told_by": "Trực ban Công an cấp xã",
                "day": self.work.today.isoformat(),
            }
            first.post(f"{ONE_STOP}/dossiers/{dossier.id}/parts/1/write-down", said)
        with self.bill.step(dossier.citizen.name, "tải giấy khai sinh và xem từng phần, khi các phần khác chưa xong"):
            wait_for(lambda: self._parts(dossier) == ["answered", "sent"] or None, "trạng thái từng phần")
        self._leave(dossier, "hồ sơ liên thông: kết quả phần đầu và trạng thái từng phần")
        self._desk(dossier, SPECIALIST, "hồ sơ liên thông, chờ bảo hiểm xã hội trả lời")

    def _parts(self, dossier: Dossier) -> list[str]:
        found = dossier.citizen.get(f"{ONLINE}/submissions/{dossier.id}")
        return [part["state"] for part in found["parts"]]

    def _pause_by_two(self) -> None:
        dossier = self._file(self.plays.citizen(1), self.plays.procedure("chung-chi-hanh-nghe-duoc"))
        self._accept(dossier)
        self._forward_to_specialist(dossier)
        specialist, leader = self.work.post(dossier, SPECIALIST), self.work.post(dossier, LEADER)
        with self.bill.step(specialist.name, "đề nghị tạm dừng tính thời hạn để kiểm tra thực địa"):
            self.work.act(dossier, SPECIALIST, "propose-pause", self.work.pausing())
        with self.bill.step(leader.name, "duyệt đề nghị tạm dừng"):
            self.work.act(dossier, LEADER, "approve-pause")
        self._desk(dossier, LEADER, "hồ sơ tạm dừng theo đề nghị đã duyệt")

    def _asked(self) -> None:
        """One that waits for the answer of the agency whose lists the demo shows most of."""
        dossier = self._file(self.plays.citizen(3), self.plays.procedure("chung-chi-hanh-nghe-duoc"))
        self._accept(dossier)
        self._forward_to_specialist(dossier)
        specialist, there = self.work.post(dossier, SPECIALIST), self.work.callers.at(self._here, COUNTER)
        with self.bill.step(specialist.name, f"lấy ý kiến {there.agency}, có hạn trả lời"):
            self.work.ask(dossier, "Địa điểm kinh doanh có trong vùng quy hoạch hạ tầng không?", self._here)
        self.bill.look_at("/mot-cua/phan-viec", there.user_name, "phần việc do cơ quan khác gửi đến")

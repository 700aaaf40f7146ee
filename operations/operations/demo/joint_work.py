"""What several do together: a group of procedures with parts outside, and a pause that one proposes and another approves."""

from operations.demo.callers import LEADER, SPECIALIST, wait_for
from operations.demo.counter_work import ONE_STOP, ONLINE, Dossier
from operations.demo.stage import Stage

GROUP = "lien-thong-khai-sinh"


class JointScenes(Stage):
    """Liên thông nhóm thủ tục; đề nghị và duyệt tạm dừng."""

    def play(self) -> None:
        self.bill.scene("Việc nhiều người cùng làm")
        if self.plays.has(GROUP):
            self._group()
        self._pause_by_two()

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

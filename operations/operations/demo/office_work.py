"""What an office does beside a dossier's road: notes, tasks, corrections, words with the applicant, guidance, a report."""

from datetime import timedelta

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, Caller, wait_for
from operations.demo.counter_work import ONE_STOP, ONLINE, Dossier
from operations.demo.stage import Stage, short


class OfficeScenes(Stage):
    """Việc của cơ quan quanh hồ sơ; người nộp không thấy, trừ lời trao đổi."""

    def play(self) -> None:
        self.bill.scene("Việc của cơ quan quanh một hồ sơ")
        dossier = self._file(self.plays.citizen(2), self.plays.procedure("chung-chi-hanh-nghe-duoc"))
        self._accept(dossier)
        self._forward_to_specialist(dossier)
        self._written_inside(dossier)
        self._words_with_the_applicant(dossier)
        self._desk(dossier, SPECIALIST, "ghi chú, biên bản, việc đã giao, đính chính và trao đổi trên một hồ sơ")
        self._guided()
        self._report(dossier)

    def _written_inside(self, dossier: Dossier) -> None:
        specialist, counter = self.work.post(dossier, SPECIALIST), self.work.post(dossier, COUNTER)
        with self.bill.step(specialist.name, "ghi chú nội bộ, lập biên bản kiểm tra thực địa"):
            self._send(specialist, dossier, "notes", text="Đã gọi cho người nộp, hẹn kiểm tra cơ sở sáng mai.")
            self._send(
                specialist,
                dossier,
                "field-checks",
                made_on=self.work.today.isoformat(),
                place=f"Cơ sở của {dossier.citizen.name}",
                took_part="Tổ kiểm tra và người nộp",
                findings="Diện tích, thiết bị đúng như trong tờ khai.",
            )
        with self.bill.step(specialist.name, "giao bộ phận một cửa một việc, có hạn"):
            due = self.work.today + timedelta(days=7)
            giving = {"to_id": counter.subject, "what": "Đối chiếu bản chính văn bằng.", "due_on": due.isoformat()}
            self.work.act(dossier, SPECIALIST, "tasks", giving)
        self.bill.look_at("/mot-cua/viec-duoc-giao", counter.user_name, "việc được giao trên hồ sơ")
        with self.bill.step(specialist.name, "đính chính số điện thoại ghi nhầm"):
            correcting = {"field": "applicant.phone", "value": "0905 118 227", "reason": "Người nộp báo số đang dùng."}
            self.work.act(dossier, SPECIALIST, "correct", correcting)

    def _words_with_the_applicant(self, dossier: Dossier) -> None:
        specialist = self.work.post(dossier, SPECIALIST)
        with self.bill.step(specialist.name, "hỏi người nộp; thời hạn vẫn chạy"):
            self._send(specialist, dossier, "ask-applicant", text="Cơ sở mở cửa từ mấy giờ?", wants_answer="true")
        messages = f"{ONLINE}/submissions/{dossier.id}/messages"
        with self.bill.step(dossier.citizen.name, "đọc và trả lời"):
            wait_for(lambda: dossier.citizen.get(messages)["items"] or None, "câu hỏi tại trang của người nộp")
            dossier.citizen.post(messages, {"text": "Từ 7 giờ đến 21 giờ hằng ngày."})
        self.bill.look_at(
            f"/dich-vu-cong/ho-so/{dossier.id}/trao-doi", dossier.citizen.user_name, "trao đổi với cơ quan"
        )

    def _guided(self) -> None:
        officer = self.work.callers.at(self.plays.procedure(number=1)["agencies"][0], COUNTER)
        procedure = next(row for row in officer.get(f"{ONE_STOP}/procedures")["items"] if row["papers"])
        with self.bill.step(officer.name, f"hướng dẫn người đến thiếu giấy tờ “{short(procedure['name'])}” (Mẫu 02)"):
            paper = procedure["papers"][0]
            officer.post(
                f"{ONE_STOP}/walk-ins/guide",
                {
                    "procedure_code": procedure["code"],
                    "full_name": "Võ Thành Nhân",
                    "reason": "Hồ sơ còn thiếu giấy tờ.",
                    "items": [{"paper_code": paper["code"], "note": "Mang bản chính để đối chiếu."}],
                },
            )
        self.bill.look_at("/mot-cua/so-huong-dan", officer.user_name, "sổ hướng dẫn tại quầy")

    def _report(self, dossier: Dossier) -> None:
        leader = self.work.post(dossier, LEADER)
        with self.bill.step(leader.name, "lập báo cáo II.06a của tháng"):
            first = self.work.today.replace(day=1)
            asked = {"first_day": first.isoformat(), "last_day": self.work.today.isoformat(), "below": False}
            report = leader.post(f"{ONE_STOP}/reports", asked)
        self.bill.look_at(f"/mot-cua/bao-cao/{report['id']}", leader.user_name, "báo cáo II.06a, mỗi số mở ra hồ sơ")
        self.bill.look_at("/mot-cua/tinh-hinh", leader.user_name, "tình hình giải quyết: trễ gì, vì sao, ai nhiều việc")

    def _send(self, officer: Caller, dossier: Dossier, act: str, **typed: str) -> None:
        officer.send("POST", f"{ONE_STOP}/dossiers/{dossier.id}/{act}", data=typed)

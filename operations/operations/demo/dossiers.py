"""Main job A on the stage: dossiers of several citizens, each left at another point of its way."""

from operations.demo.callers import COUNTER, LEADER, SPECIALIST
from operations.demo.counter_work import ONE_STOP, ONLINE, Dossier
from operations.demo.declarations import mend
from operations.demo.papers import make_scan
from operations.demo.stage import Stage, short
from shared.standards.vietnamese import fold


class DossierScenes(Stage):
    """Việc chính A: hồ sơ thủ tục hành chính."""

    def play(self) -> None:
        self.bill.scene("Việc chính A. Hồ sơ thủ tục hành chính: từ tờ khai đến kết quả đã ký số")
        self._whole_way()
        self.bill.scene("Các hồ sơ khác, mỗi hồ sơ dừng ở một chặng")
        self._supplement_waiting()
        self._supplemented()
        self._postponed()
        self._consulted()
        self._refused()
        self._before_the_leader()
        self._finished()
        self._accepted()
        self._newly_filed()
        self._at_the_counter()
        self._draft()

    def _whole_way(self) -> None:
        chosen = self.plays.procedure("dang-ky-ho-kinh-doanh")
        words = " ".join(fold(chosen["name"]).split()[:6])
        with self.bill.step("Người dân", f"tìm thủ tục không dấu: “{words}”") as line:
            found = self.work.callers.anyone("GET", f"{ONLINE}/procedures", params={"q": words}).json()
            line.outcome = f"{len(found['items'])} thủ tục"
        dossier = self._file(self.plays.citizen(0), chosen)
        self._accept(dossier)
        self._forward(dossier, "hand-over")
        with self.bill.step(dossier.citizen.name, "thấy đã có kết quả tại trang hồ sơ của mình"):
            seen = self.work.followed(dossier, 10)
        with self.bill.step("Bất kỳ ai", "tra cứu bằng mã hồ sơ và mã bí mật") as line:
            looked = self.work.callers.anyone(
                "POST", f"{ONLINE}/look-ups", json={"code": seen["code"], "secret": seen["lookup_secret"]}
            ).json()
            line.outcome = looked["status_name"]
        result = next(file for file in seen["files"] if file["kind"] == "result")
        with self.bill.step(dossier.citizen.name, "tải kết quả đã ký số") as line:
            pdf = dossier.citizen.download(f"{ONLINE}/submissions/{dossier.id}/files/{result['id']}")
            line.outcome = f"{len(pdf) / 1024:.0f} kB"
        with self.bill.step("Bất kỳ ai", "xác thực tệp kết quả") as line:
            checked = self.work.callers.anyone(
                "POST", f"{ONLINE}/verifications", content=pdf, headers={"content-type": "application/pdf"}
            ).json()
            signed = checked["signatures"][0]
            line.outcome = f"{'hợp lệ' if signed['valid'] else signed['reason_text']}, người ký {signed['signer_name']}"
        code = checked["issued"]["verification_code"]
        self._leave(dossier, "hồ sơ đã trả kết quả, quá trình giải quyết và tệp đã ký")
        self.bill.look_at("/tra-cuu", "(không cần)", f"mã hồ sơ {seen['code']}, mã tra cứu {seen['lookup_secret']}")
        self.bill.look_at("/xac-thuc", "(không cần)", f"mã xác thực {code}, hoặc tải lên tệp kết quả")

    def _supplement_waiting(self) -> None:
        dossier = self._file(self.plays.citizen(1), self.plays.procedure("cap-lai-giay-phep-xay-dung"))
        self.work.arrived(dossier)
        officer = self.work.post(dossier, COUNTER)
        with self.bill.step(officer.name, "yêu cầu bổ sung một mục và một giấy tờ (Mẫu 02)"):
            self.work.act(dossier, COUNTER, "request-supplement", self._request(dossier))
        self.work.followed(dossier, 5)
        self._leave(dossier, "hồ sơ đang chờ bổ sung: chỉ hiện mục được yêu cầu")

    def _request(self, dossier: Dossier) -> dict[str, object]:
        field, _ = mend(dossier.procedure["form"]["id"])
        paper = dossier.procedure["papers"][0]
        return {
            "reason": "Hồ sơ có nội dung chưa thống nhất giữa tờ khai và giấy tờ kèm theo.",
            "items": [
                {"pointer": f"/{field}", "note": "Ghi đúng như trên bản chính."},
                {"paper_code": paper["code"], "note": "Bản chụp mờ, đề nghị nộp lại bản rõ."},
            ],
        }

    def _supplemented(self) -> None:
        dossier = self._file(self.plays.citizen(3), self.plays.procedure("chung-chi-hanh-nghe-duoc"))
        self._accept(dossier)
        self._forward_to_specialist(dossier)
        specialist = self.work.post(dossier, SPECIALIST)
        with self.bill.step(specialist.name, "yêu cầu bổ sung khi thẩm định; thời hạn giải quyết tạm dừng"):
            self.work.act(dossier, SPECIALIST, "request-supplement", self._request(dossier))
        self.work.followed(dossier, 5)
        with self.bill.step(dossier.citizen.name, "bổ sung đúng các mục được yêu cầu"):
            paper = self.work.attach(dossier.citizen, dossier.procedure["papers"][0], "Bản nộp lại, rõ nét.")
            field, value = mend(dossier.procedure["form"]["id"])
            body = {"answers": {field: value}, "papers": [paper]}
            dossier.citizen.post(f"{ONLINE}/submissions/{dossier.id}/supplements", body)
        with self.bill.step(specialist.name, "nhận phần bổ sung, tiếp tục giải quyết; thời hạn chạy tiếp"):
            self.work.followed(dossier, 4)
        self._leave(dossier, "hồ sơ đã bổ sung, đang thẩm định")
        self._desk(dossier, SPECIALIST, "hồ sơ đã bổ sung trong danh sách việc của chuyên viên")

    def _postponed(self) -> None:
        dossier = self._file(self.plays.citizen(0), self.plays.procedure("cap-lai-giay-phep-xay-dung"))
        self._accept(dossier)
        self._forward_to_specialist(dossier)
        leader, specialist = self.work.post(dossier, LEADER), self.work.post(dossier, SPECIALIST)
        with self.bill.step(leader.name, "tạm dừng tính thời hạn để kiểm tra thực địa"):
            self.work.act(dossier, LEADER, "pause", self.work.pausing())
        with self.bill.step(specialist.name, "kiểm tra xong, cho tính tiếp thời hạn"):
            self.work.act(dossier, SPECIALIST, "resume", {"note": "Đã kiểm tra thực địa."})
        with self.bill.step(specialist.name, "đề nghị xin lỗi, hẹn lại ngày trả"):
            self.work.propose_apology(dossier)
        with self.bill.step(leader.name, "ký số văn bản xin lỗi, hẹn lại ngày trả (Mẫu 04)") as line:
            self.work.act(dossier, LEADER, "sign-apology")
            line.outcome = f"hẹn lại {self.work.seen_by(dossier, SPECIALIST)['due_at'][:10]}"
        self._leave(dossier, "văn bản xin lỗi, ngày hẹn mới và vì sao hẹn ngày này")
        where = f"/mot-cua/ho-so/{dossier.id}/vi-sao-hen-ngay"
        self.bill.look_at(where, specialist.user_name, "vì sao hẹn ngày này: cách tính và những lần dời ngày")

    def _consulted(self) -> None:
        dossier = self._file(self.plays.enterprise(), self.plays.procedure("hop-bao"))
        self._accept(dossier)
        self._forward_to_specialist(dossier)
        specialist = self.work.post(dossier, SPECIALIST)
        with self.bill.step(specialist.name, "lấy ý kiến hai cơ quan cùng lúc (liên thông qua trục)"):
            first, second = self.work.ask(dossier, "Đề nghị cho ý kiến về nội dung và địa điểm họp báo.")
        answering = self.work.callers.at(first, LEADER)
        with self.bill.step(answering.agency, "tiếp nhận, dự thảo và ký số phiếu trả lời (qua trục liên thông)"):
            self.work.answer(dossier, first)
        self._leave(dossier, "hồ sơ đang chờ ý kiến một cơ quan nữa")
        self._desk(dossier, SPECIALIST, "hồ sơ có một ý kiến đã trả lời, một ý kiến đang chờ")
        counter = self.work.callers.at(second, COUNTER)
        self.bill.look_at("/mot-cua/phan-viec", counter.user_name, "phần việc cơ quan khác vừa giao")

    def _refused(self) -> None:
        dossier = self._file(self.plays.citizen(2), self.plays.procedure("phu-hieu-xe"))
        self.work.arrived(dossier)
        officer = self.work.post(dossier, COUNTER)
        with self.bill.step(officer.name, "từ chối tiếp nhận, nêu lý do (Mẫu 03)"):
            reason = "Hồ sơ chưa đủ điều kiện theo quy định của thủ tục; nộp lại sau khi đã khắc phục."
            self.work.act(dossier, COUNTER, "refuse", {"reason": reason})
        self.work.followed(dossier, 3)
        self._leave(dossier, "hồ sơ bị từ chối tiếp nhận, kèm lý do")

    def _before_the_leader(self) -> None:
        dossier = self._file(self.plays.enterprise(), self.plays.procedure("giay-phep-lao-dong"))
        self._accept(dossier)
        self._forward(dossier, "finish")
        self._desk(dossier, LEADER, "dự thảo kết quả chờ lãnh đạo ký số")

    def _finished(self) -> None:
        dossier = self._file(self.plays.citizen(2), self.plays.procedure("hop-bao"), way="counter")
        self._accept(dossier)
        self._forward(dossier, "sign")
        self._desk(dossier, COUNTER, "kết quả đã ký, chờ trả cho người nộp")

    def _accepted(self) -> None:
        dossier = self._file(self.plays.enterprise(), self.plays.procedure("co-mau-d"))
        self._accept(dossier)
        self._desk(dossier, COUNTER, "hồ sơ của doanh nghiệp vừa tiếp nhận, chờ chuyển xử lý")

    def _newly_filed(self) -> None:
        chosen = self.plays.procedure()
        request = f"Đề nghị giải quyết thủ tục “{chosen['name']}”, nội dung theo giấy tờ kèm theo."
        dossier = self._file(self.plays.citizen(1), chosen, request)
        self._desk(dossier, COUNTER, "hồ sơ mới nộp, chờ tiếp nhận")

    def _at_the_counter(self) -> None:
        officer = self.work.callers.at(self.plays.procedure(number=1)["agencies"][0], COUNTER)
        procedure = officer.get(f"{ONE_STOP}/procedures")["items"][0]
        with self.bill.step(officer.name, f"tiếp nhận trực tiếp tại quầy “{short(procedure['name'])}”") as line:
            received = officer.post(
                f"{ONE_STOP}/dossiers",
                {
                    "procedure_code": procedure["code"],
                    "full_name": "Phan Thị Mỹ Lệ",
                    "personal_id": "052179003541",
                    "address": f"Số 12 đường Trần Phú, {self.work.province.seat}, {self.work.province.name}",
                    "phone": "0905 118 226",
                    "content": procedure["name"],
                    "paper_codes": [paper["code"] for paper in procedure["papers"] if paper["required"]],
                },
            )
            line.outcome = received["code"]
        paper = next(paper for paper in procedure["papers"] if paper["required"])
        with self.bill.step(officer.name, f"quét “{short(paper['name'])}”, chữ trên bản quét tìm được"):
            scanned = make_scan(paper["name"], "Số: 12/ĐN ngày 02 tháng 3 năm 2026.", "Phan Thị Mỹ Lệ")
            officer.send(
                "POST",
                f"{ONE_STOP}/dossiers/{received['id']}/scan",
                data={"paper_code": paper["code"]},
                files=[("tep", ("ban-quet.png", scanned, "image/png"))],
                headers={"idempotency-key": received["id"]},
            )
        self.bill.look_at(f"/mot-cua/ho-so/{received['id']}", officer.user_name, "hồ sơ nhận tại quầy, có bản quét")

    def _draft(self) -> None:
        citizen = self.work.callers.person(self.plays.citizen(0))
        with self.bill.step(citizen.name, "lưu một hồ sơ nháp còn thiếu"):
            draft = citizen.post(f"{ONLINE}/drafts", {"procedure_code": self.plays.procedure(number=1)["code"]})
            answers = {"on_behalf": "self", "request": "Đề nghị cấp lại giấy phép do bị rách."}
            citizen.send("PUT", f"{ONLINE}/drafts/{draft['id']}", json={"answers": answers})
        self.bill.look_at("/dich-vu-cong/ho-so", citizen.user_name, "hồ sơ của tôi và hồ sơ nháp đang khai dở")

"""Main job B on the stage: one document to every agency, the answers, a recall, and what is left for others to do."""

from datetime import timedelta
from typing import Any

from operations.demo.callers import CLERK, LEADER, SPECIALIST, wait_for
from operations.demo.casting import Agencies
from operations.demo.playbill import Playbill
from operations.demo.records_work import EXCHANGE, RecordsWork
from shared.core import clock

_SUBJECT = "V/v triển khai gửi, nhận văn bản điện tử có ký số trên trục liên thông của tỉnh"
_BODY = (
    "Thực hiện Quyết định số 28/2018/QĐ-TTg của Thủ tướng Chính phủ về việc gửi, nhận văn bản điện tử giữa các cơ "
    "quan trong hệ thống hành chính nhà nước, {issuing} đề nghị các cơ quan, đơn vị gửi, nhận văn "
    "bản điện tử có ký số qua trục liên thông của tỉnh.|Các cơ quan, đơn vị tiếp nhận, xử lý và phản hồi trạng thái "
    "xử lý văn bản đúng thời hạn; vướng mắc gửi về {issuing} để được hướng dẫn."
)


class DocumentScenes:
    """Việc chính B: văn bản điện tử."""

    def __init__(self, work: RecordsWork, agencies: Agencies, bill: Playbill) -> None:
        self.work = work
        self.cast = agencies
        self.bill = bill
        self._issuing_name = work.callers.at(agencies.issuing, CLERK).agency

    def play(self) -> None:
        self.bill.scene("Việc chính B. Văn bản điện tử: soạn thảo, ký số, cấp số, đóng dấu, gửi tất cả cơ quan")
        document = self._issue_to_all()
        self._receive(document)
        self._answer(document)
        self.bill.scene("Lấy lại văn bản, và các văn bản đang dở dang")
        self._recall()
        self._left_waiting()

    def _step(self, role: str, document_id: str, step: str, what: str, **body: Any) -> dict[str, Any]:
        actor = self.work.callers.at(self.cast.issuing, role)
        with self.bill.step(actor.name, what) as line:
            done = self.work.step(self.cast.issuing, role, document_id, step, **body)
            line.outcome = str(done.get("reference") or "")
        return done

    def _issue_to_all(self) -> dict[str, Any]:
        drafter = self.work.callers.at(self.cast.issuing, SPECIALIST)
        with self.bill.step(drafter.name, "soạn thảo công văn, đính kèm tệp PDF"):
            document = self.work.draft(
                self.cast.issuing,
                _SUBJECT,
                _BODY.format(issuing=self._issuing_name),
                unit="CNTT",
                all_agencies=True,
            )
        self._step(SPECIALIST, document["id"], "submit", "trình lãnh đạo ký")
        self._step(LEADER, document["id"], "sign", "ký số (PAdES), đặt hình chữ ký")
        self._step(CLERK, document["id"], "number", "cấp số, đăng ký vào sổ văn bản đi")
        self._step(CLERK, document["id"], "seal", "ký số của cơ quan (con dấu), ghi số và ngày tháng lên trang đầu")
        sent = self._step(CLERK, document["id"], "send", "phát hành: một gói tin edXML tới mọi cơ quan khác")
        codes = list(self.work.deliveries(self.cast.issuing, document["id"]))
        with self.bill.step("Trục liên thông", "đưa văn bản tới từng nơi nhận, mỗi nơi báo “đã đến” (01)") as line:
            self.work.wait_for_status(self.cast.issuing, document["id"], dict.fromkeys(codes, "01"))
            line.outcome = f"{len(codes)} cơ quan"
        self.bill.look_at(f"/van-ban/di/{document['id']}", self._name(CLERK), "trạng thái của từng nơi nhận")
        self.bill.look_at("/van-ban/so-van-ban-di", self._name(CLERK), "sổ đăng ký văn bản đi")
        return sent

    def _receive(self, document: dict[str, Any]) -> None:
        for receiver in self.cast.accepting:
            incoming = self._accept(receiver, document)
        self.bill.look_at(
            f"/van-ban/den/{incoming['id']}",
            self._name(CLERK, self.cast.accepting[1]),
            "văn bản đến, kết quả kiểm tra chữ ký số",
        )
        clerk = self.work.callers.at(self.cast.returning, CLERK)
        incoming = self.work.arrived(self.cast.returning, document)
        with self.bill.step(f"{clerk.name}, {clerk.agency}", "trả lại văn bản, nêu lý do (02)"):
            reason = "Thiếu tệp hoặc hồ sơ kèm theo: chưa có danh sách đầu mối kỹ thuật."
            self.work.report(self.cast.returning, CLERK, incoming["id"], "02", description=reason)
        self._enter_paper(self.cast.returning)
        incoming = self._accept(self.cast.assigning, document)
        self._present(self.cast.assigning, incoming["id"])
        self.bill.look_at(
            f"/van-ban/den/{incoming['id']}", self._name(SPECIALIST, self.cast.assigning), "văn bản được giao xử lý"
        )
        self.bill.look_at(
            f"/van-ban/den/{incoming['id']}/chi-dao",
            self._name(LEADER, self.cast.assigning),
            "ý kiến chỉ đạo, phần việc và đề nghị gia hạn chờ quyết định",
        )

    def _enter_paper(self, receiver: str) -> None:
        clerk = self.work.callers.at(receiver, CLERK)
        with self.bill.step(
            f"{clerk.name}, {clerk.agency}", "nhập văn bản giấy đến bằng bưu điện, vào cùng một sổ"
        ) as line:
            entered = self.work.enter(
                receiver,
                origin="post",
                author="Công ty Cổ phần Minh Dương",
                reference="12/CV-MD",
                type_code="CV",
                subject="V/v đề nghị hướng dẫn thủ tục đầu tư trên địa bàn tỉnh",
                pages=2,
                anyway=True,
            )
            line.outcome = f"số đến {entered['arrival_number']}"
        self.bill.look_at(
            f"/van-ban/den/{entered['id']}", self._name(CLERK, receiver), "văn bản giấy đến, bản quét đính sau"
        )

    def _accept(self, receiver: str, document: dict[str, Any]) -> dict[str, Any]:
        clerk = self.work.callers.at(receiver, CLERK)
        incoming = self.work.arrived(receiver, document)
        with self.bill.step(f"{clerk.name}, {clerk.agency}", "kiểm tra chữ ký, tiếp nhận, vào sổ (03)") as line:
            accepted = self.work.report(receiver, CLERK, incoming["id"], "03")
            line.outcome = f"số đến {accepted['arrival_number']}"
        return accepted

    def _present(self, receiver: str, incoming_id: str) -> None:
        """Trình kèm đề xuất, bút phê, tiến độ, xin gia hạn: what an agency does inside, of which the sender hears 04 alone."""
        clerk, leader, specialist = (self.work.callers.at(receiver, role) for role in (CLERK, LEADER, SPECIALIST))
        day = clock.local_now().date()
        lead = {"whose_id": f"person:{specialist.subject}", "part": "lead", "due_on": str(day + timedelta(days=7))}
        with self.bill.step(f"{clerk.name}, {clerk.agency}", f"trình {leader.name}, đề xuất {specialist.name} chủ trì"):
            self.work.inside(
                receiver, CLERK, incoming_id, "present", leader_id=leader.subject, parts=[lead], words="Kính trình."
            )
        with self.bill.step(f"{leader.name}, {leader.agency}", "đồng ý đề xuất (04), phiếu giải quyết in được"):
            self.work.inside(receiver, LEADER, incoming_id, "instruct", as_proposed=True, words="Tham mưu trả lời.")
        with self.bill.step(f"{specialist.name}, {specialist.agency}", "báo tiến độ, xin gia hạn có lý do"):
            self.work.inside(receiver, SPECIALIST, incoming_id, "progress", words="Đã lấy ý kiến các phòng.")
            longer = str(day + timedelta(days=14))
            self.work.inside(
                receiver, SPECIALIST, incoming_id, "ask-extension", due_on=longer, words="Chờ số liệu của các xã."
            )

    def _assign(self, receiver: str, incoming_id: str) -> None:
        leader, specialist = self.work.callers.at(receiver, LEADER), self.work.callers.at(receiver, SPECIALIST)
        with self.bill.step(f"{leader.name}, {leader.agency}", f"phân công {specialist.name} chủ trì (04)"):
            self.work.report(
                receiver, LEADER, incoming_id, "04", lead_id=specialist.subject, description="Tham mưu văn bản trả lời."
            )

    def _answer(self, document: dict[str, Any]) -> None:
        incoming = self._accept(self.cast.answering, document)
        self._assign(self.cast.answering, incoming["id"])
        specialist = self.work.callers.at(self.cast.answering, SPECIALIST)
        with self.bill.step(f"{specialist.name}, {specialist.agency}", "bắt đầu xử lý (05)"):
            self.work.report(self.cast.answering, SPECIALIST, incoming["id"], "05")
        with self.bill.step(specialist.agency, "soạn, ký, cấp số, đóng dấu và gửi văn bản trả lời") as line:
            answer = self.work.draft(
                self.cast.answering,
                "V/v phản hồi việc triển khai gửi, nhận văn bản điện tử có ký số",
                f"Phúc đáp văn bản số {document['reference']} của {self._issuing_name}, "
                "cơ quan chúng tôi đã phân công đầu mối kỹ thuật và sẵn sàng gửi, nhận văn bản điện tử từ ngày ký.",
                to=self._issuing_name,
                addressees=[self.cast.issuing],
                answers_incoming_id=incoming["id"],
            )
            line.outcome = self.work.issue(self.cast.answering, answer["id"])["reference"]
        with self.bill.step(f"{specialist.name}, {specialist.agency}", "hoàn thành, kèm văn bản trả lời (06)"):
            self.work.report(self.cast.answering, SPECIALIST, incoming["id"], "06", answer_document_id=answer["id"])
        with self.bill.step(
            self.work.callers.at(self.cast.issuing, CLERK).name, "thấy trạng thái 02, 03, 04, 06 tại từng nơi nhận"
        ):
            expected = dict.fromkeys(self.cast.accepting, "03") | {
                self.cast.returning: "02",
                self.cast.assigning: "04",
                self.cast.answering: "06",
            }
            self.work.wait_for_status(self.cast.issuing, document["id"], expected)
        self.bill.look_at("/van-ban/den", self._name(CLERK), f"văn bản trả lời của {specialist.agency}, chờ tiếp nhận")
        self.bill.look_at("/van-ban/so-van-ban-den", self._name(CLERK, self.cast.answering), "sổ đăng ký văn bản đến")

    def _recall(self) -> None:
        subject = "V/v cung cấp số liệu phục vụ báo cáo chuyển đổi số quý IV"
        body = "Đề nghị quý cơ quan cung cấp số liệu theo biểu mẫu kèm theo trước ngày 25 của tháng cuối quý."
        receivers = [self.cast.accepting[0], self.cast.keeping]
        with self.bill.step(self._issuing_name, "soạn, ký, cấp số, đóng dấu, gửi một văn bản khác") as line:
            document = self.work.draft(self.cast.issuing, subject, body, unit="CNTT", addressees=receivers)
            document = self.work.issue(self.cast.issuing, document["id"])
            line.outcome = document["reference"]
        incoming = {receiver: self.work.arrived(receiver, document) for receiver in receivers}
        self.work.wait_for_status(self.cast.issuing, document["id"], dict.fromkeys(receivers, "01"))
        self._step(
            CLERK, document["id"], "recall", "yêu cầu lấy lại văn bản (13)", reason="Biểu mẫu kèm theo sai kỳ báo cáo."
        )
        for receiver in receivers:
            self._wait_for_recall_request(receiver, incoming[receiver]["id"])
        agreeing, keeping = (self.work.callers.at(receiver, CLERK) for receiver in receivers)
        with self.bill.step(f"{agreeing.name}, {agreeing.agency}", "đồng ý, hủy văn bản tại nơi nhận (15)"):
            self.work.report(receivers[0], CLERK, incoming[receivers[0]]["id"], "15")
        with self.bill.step(f"{keeping.name}, {keeping.agency}", "từ chối theo quyết định của lãnh đạo (16)"):
            decided_by = self.work.callers.at(self.cast.keeping, LEADER).subject
            words = "Đã tổng hợp số liệu và gửi theo kỳ báo cáo đúng."
            self.work.report(
                self.cast.keeping,
                CLERK,
                incoming[self.cast.keeping]["id"],
                "16",
                description=words,
                decided_by=decided_by,
            )
        with self.bill.step(self.work.callers.at(self.cast.issuing, CLERK).name, "thấy trả lời của từng nơi"):
            answers = {receivers[0]: "agreed", self.cast.keeping: "refused"}
            self.work.wait_for_status(self.cast.issuing, document["id"], answers, field="recall")
        self.bill.look_at(
            f"/van-ban/di/{document['id']}", self._name(CLERK), "lấy lại: một nơi đồng ý, một nơi từ chối"
        )

    def _wait_for_recall_request(self, receiver: str, incoming_id: str) -> None:
        clerk = self.work.callers.at(receiver, CLERK)

        def look() -> bool | None:
            return True if clerk.get(f"{EXCHANGE}/incoming/{incoming_id}")["recall"] == "requested" else None

        wait_for(look, f"yêu cầu lấy lại tại {clerk.agency}")

    def _left_waiting(self) -> None:
        drafter = self.work.callers.at(self.cast.issuing, SPECIALIST)
        with self.bill.step(drafter.name, "trình ký một dự thảo, để lãnh đạo xem"):
            waiting = self.work.draft(
                self.cast.issuing,
                "V/v tập huấn sử dụng hệ thống một cửa điện tử liên thông",
                f"{self._issuing_name} tổ chức lớp tập huấn cho cán bộ một cửa các cấp.|Thời gian: 02 ngày.",
                addressees=[self.cast.assigning, self.cast.keeping],
                unit="CNTT",
            )
            self.work.issue(self.cast.issuing, waiting["id"], until="submit")
        self.bill.look_at(f"/van-ban/di/{waiting['id']}", self._name(LEADER), "dự thảo chờ lãnh đạo ký số")
        with self.bill.step(drafter.name, "trình một văn bản khác; lãnh đạo đã ký, chờ văn thư cấp số"):
            signed = self.work.draft(
                self.cast.issuing,
                "V/v rà soát máy chủ và đường truyền phục vụ trục liên thông",
                "Đề nghị các cơ quan rà soát máy chủ, đường truyền và báo cáo kết quả trước ngày 15 hằng tháng.",
                all_agencies=True,
                unit="BCVT",
            )
            self.work.issue(self.cast.issuing, signed["id"], until="sign")
        self.bill.look_at(f"/van-ban/di/{signed['id']}", self._name(CLERK), "văn bản đã ký, chờ cấp số và đóng dấu")

    def _name(self, role: str, agency_code: str = "") -> str:
        return self.work.callers.at(agency_code or self.cast.issuing, role).user_name

"""What each official form shows (Thông tư 01/2018 and 03/2025/TT-VPCP). A field without a default must be given and shown."""

from datetime import date, datetime

from pydantic import Field

from shared.printing.forms import Fields
from shared.printing.registers import Register

Moment = date | datetime | str


class Person(Fields):
    """Người nộp, chủ hồ sơ."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    id_number: str = ""


class Contact(Fields):
    """Nơi liên hệ."""

    officer: str = ""
    phone: str = ""
    site: str = ""


class Paper(Fields):
    """Thành phần hồ sơ."""

    name: str
    originals: int | None = 0
    certified_copies: int | None = 0
    copies: int | None = 0
    note: str | None = ""


class HandOver(Fields):
    """Lượt giao, nhận hồ sơ."""

    number: int | None = None
    giver_agency: str
    receiver_agency: str
    giver: str
    receiver: str
    at: Moment
    taken_at: Moment | None = None
    result: str = ""
    note: str = ""


class Headed(Fields):
    """Phần đầu của mọi biểu mẫu."""

    agency: str = Field(min_length=1, description="cơ quan ban hành")
    agency_parent: str = Field("", description="cơ quan cấp trên trực tiếp")
    place: str = Field(min_length=1, description="địa danh")
    issued_on: date = Field(description="ngày lập")
    code: str | None = Field(None, description="mã hồ sơ")
    officer: str = Field("", description="người lập")
    officer_title: str = Field("", description="chức vụ người lập")
    contact: Contact = Field(Contact(), description="nơi liên hệ: officer, phone, site")
    applicant: Person = Field(Person(), description="người nộp: name, address, phone, email, id_number")
    owner: Person = Field(Person(), description="chủ hồ sơ, khi người khác nộp thay")
    procedure: str = Field("", description="tên thủ tục")


class Receipt(Headed):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    officer: str = Field(min_length=1, description="người tiếp nhận")
    papers: list[Paper] = Field(description="thành phần hồ sơ: name, originals, certified_copies, copies")
    sets: int = Field(1, description="số bộ")
    term: str = Field(min_length=1, description="thời hạn giải quyết")
    received_at: datetime = Field(description="thời điểm nhận hồ sơ")
    due_at: datetime = Field(description="thời điểm hẹn trả kết quả")
    due_note: str = Field("", description="lời ghi khi ngày hẹn là tạm tính, hoặc dự kiến")
    competent: str = Field("", description="cơ quan có thẩm quyền, khi nơi tiếp nhận là cơ quan khác")
    fee_way: str = Field("", description="phí, lệ phí: cách thu và số tiền")
    representation: str = Field("", description="tư cách người nộp thay, giấy tờ ủy quyền")
    signature_note: str = Field("", description="lời ghi về ký nhận, số liên")
    return_way: str = Field("", description="nơi, cách nhận kết quả")
    book: str = Field("", description="quyển số")
    serial: str = Field("", description="số thứ tự")
    hotline: str = Field("", description="số điện thoại hỗ trợ")
    secret: str = Field("", description="mã tra cứu")
    lookup_address: str = Field(min_length=1, description="địa chỉ tra cứu")
    lookup_url: str = Field("", description="địa chỉ trong mã QR")


class Supplement(Headed):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

    number: str = Field(min_length=1, description="số phiếu")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    officer: str = Field(min_length=1, description="người hướng dẫn")
    items: list[Paper] = Field(description="nội dung phải bổ sung: name, note, originals, certified_copies, copies")
    reason: str = Field(min_length=1, description="lý do")
    legal_basis: str = Field("", description="căn cứ")
    approver: str = Field("", description="người duyệt")
    deadline: Moment | None = Field(None, description="hạn bổ sung")
    pause: str = Field("", description="cách lùi ngày hẹn")
    stage: str = Field("", description="giai đoạn")


class Refusal(Headed):
    """Phiếu từ chối."""

    number: str = Field(min_length=1, description="số phiếu")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    officer: str = Field(min_length=1, description="người lập phiếu")
    reason: str = Field(min_length=1, description="lý do từ chối")
    legal_basis: str = Field("", description="căn cứ")


class Apology(Headed):
    """Xin lỗi, hẹn lại ngày trả."""

    number: str = Field(min_length=1, description="số văn bản")
    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    received_at: datetime = Field(description="thời điểm nhận hồ sơ")
    due_before: datetime = Field(description="thời điểm hẹn trả trước đây")
    delayed_by: str = Field(min_length=1, description="đơn vị gây chậm")
    reason: str = Field(min_length=1, description="lý do chậm")
    due_after: datetime = Field(description="thời điểm hẹn trả mới")
    return_way: str = Field("", description="nơi, cách nhận kết quả")
    recipients: list[str] = Field([], description="nơi nhận")
    signer: str = Field(min_length=1, description="người ký")
    signer_title: str = Field(min_length=1, description="quyền hạn, chức vụ người ký, mỗi dòng một ý")


class Stop(Headed):
    """Thông báo dừng giải quyết hồ sơ."""

    number: str = Field(min_length=1, description="số thông báo")
    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    stage: str = Field("", description="giai đoạn")
    ground: str = Field(min_length=1, description="căn cứ dừng")
    decision: str = Field("", description="nội dung dừng")
    fees_and_papers: str = Field("", description="phí và giấy tờ đã nộp")
    signer: str = Field(min_length=1, description="người ký")
    signer_title: str = Field(min_length=1, description="quyền hạn, chức vụ người ký, mỗi dòng một ý")


class Withdrawal(Headed):
    """Giấy xác nhận rút hồ sơ."""

    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    requester: str = Field(min_length=1, description="người đến rút")
    identity: str = Field(min_length=1, description="giấy tờ tùy thân đã đối chiếu")
    authority: str = Field("", description="giấy ủy quyền, giới thiệu")
    reason: str = Field(min_length=1, description="lý do rút")
    fees_and_papers: str = Field(min_length=1, description="phí và giấy tờ đã nộp")
    officer: str = Field(min_length=1, description="người tiếp nhận")


class ReturnReceipt(Headed):
    """Giấy biên nhận trả kết quả."""

    procedure: str = Field(min_length=1, description="tên thủ tục")
    receiver: str = Field(min_length=1, description="người nhận và tư cách")
    receiver_name: str = Field(min_length=1, description="họ và tên người nhận")
    identity: str = Field(min_length=1, description="giấy tờ đã đối chiếu")
    authority: str = Field("", description="giấy ủy quyền, giới thiệu")
    results: list[str] = Field([], description="kết quả đã nhận")
    originals: list[str] = Field([], description="bản chính nhận lại")
    fees: str = Field("", description="phí, lệ phí phải nộp")
    at: datetime = Field(description="thời điểm trả")
    signed: str = Field("", description="cách ký nhận khi không ký trên giấy")
    officer: str = Field(min_length=1, description="người trả kết quả")


class Label(Headed):
    """Nhãn hồ sơ."""

    code: str = Field(min_length=1, description="mã hồ sơ, cũng là mã vạch")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    received_at: datetime = Field(description="thời điểm nhận hồ sơ")
    due_at: datetime = Field(description="thời điểm hẹn trả")


class Control(Headed):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    owner: Person = Field(description="chủ hồ sơ: name, address, phone, email, id_number")
    received_at: datetime = Field(description="thời điểm nhận hồ sơ")
    due_at: datetime = Field(description="thời điểm hẹn trả")
    agencies: str = Field("", description="cơ quan giải quyết")
    hand_overs: list[HandOver] = Field(description="lượt giao, nhận: " + ", ".join(HandOver.model_fields))


class Result(Headed):
    """Kết quả giải quyết."""

    number: str = Field(min_length=1, description="số, ký hiệu")
    title: str = Field(min_length=1, description="tên văn bản")
    subject: str = Field("", description="trích yếu")
    paragraphs: list[str] = Field([], description="các đoạn nội dung")
    lines: list[tuple[str, str]] = Field([], description="các dòng: nhãn và giá trị")
    recipients: list[str] = Field([], description="nơi nhận")
    signer: str = Field(min_length=1, description="người ký")
    signer_title: str = Field(min_length=1, description="quyền hạn, chức vụ người ký, mỗi dòng một ý")
    verify_address: str = Field(min_length=1, description="địa chỉ xác thực")
    verify_code: str = Field("", description="mã xác thực")
    verify_url: str = Field("", description="địa chỉ trong mã QR")


class Approval(Headed):
    """Phiếu duyệt kết quả của một cấp, trình cấp trên ký."""

    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    number: str = Field(min_length=1, description="số, ký hiệu của kết quả")
    result: str = Field(min_length=1, description="tên kết quả")
    paragraphs: list[str] = Field(description="nội dung dự thảo được duyệt")
    opinion: str = Field("", description="ý kiến của người duyệt")
    next_step: str = Field(min_length=1, description="bước trình lên")
    signer: str = Field(min_length=1, description="người duyệt")
    signer_title: str = Field(min_length=1, description="quyền hạn, chức vụ người duyệt, mỗi dòng một ý")


class PartAsk(Headed):
    """Phiếu lấy ý kiến."""

    number: str = Field(min_length=1, description="số phiếu trong hồ sơ")
    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    owner: Person = Field(Person(), description="chủ hồ sơ: name")
    to: str = Field(min_length=1, description="nơi được lấy ý kiến")
    question: str = Field(min_length=1, description="nội dung cần có ý kiến")
    papers: list[str] = Field([], description="giấy tờ gửi kèm")
    due_at: datetime = Field(description="thời hạn trả lời")
    signer: str = Field(min_length=1, description="người lập hoặc ký phiếu")
    signer_title: str = Field("", description="quyền hạn, chức vụ, mỗi dòng một ý")


class PartAnswer(Headed):
    """Phiếu trả lời ý kiến."""

    number: str = Field(min_length=1, description="số phiếu trong hồ sơ")
    code: str = Field(min_length=1, description="mã hồ sơ")
    procedure: str = Field(min_length=1, description="tên thủ tục")
    to: str = Field(min_length=1, description="cơ quan lấy ý kiến")
    question: str = Field(min_length=1, description="nội dung được hỏi")
    asked_at: datetime = Field(description="thời điểm được hỏi")
    conclusion: str = Field(min_length=1, description="kết luận")
    opinion: str = Field("", description="nội dung ý kiến, hoặc lý do từ chối")
    signer: str = Field(min_length=1, description="người ký")
    signer_title: str = Field(min_length=1, description="quyền hạn, chức vụ người ký, mỗi dòng một ý")


class Negative(Result):
    """Văn bản trả lời không đủ điều kiện giải quyết."""

    procedure: str = Field(min_length=1, description="tên thủ tục")
    applicant: Person = Field(description="người nộp: name, address, phone, email, id_number")
    received_at: datetime | None = Field(None, description="thời điểm nhận hồ sơ")
    reason: str = Field(min_length=1, description="lý do không giải quyết")
    legal_basis: str = Field(min_length=1, description="căn cứ pháp lý")
    contact: Contact = Field(Contact(), description="nơi liên hệ: officer, phone, site")


class DossierLine(Fields):
    """Một dòng sổ theo dõi hồ sơ; all as people read it."""

    code: str = ""
    procedure: str = ""
    sets: str = ""
    applicant: str = ""
    address: str = ""
    holder: str = ""
    received: str = ""
    promised: str = ""
    returned: str = ""
    way: str = ""
    receipt: str = ""
    note: str = ""


class DossierRegister(Register):
    """Sổ theo dõi hồ sơ."""

    rows: list[DossierLine] = Field(description="các dòng: " + ", ".join(DossierLine.model_fields))

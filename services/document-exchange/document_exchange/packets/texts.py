"""Câu chữ cho các lý do từ chối gói tin và các điều cần lưu ý."""

from document_exchange.packets.packet import Notice, PacketRefused
from shared.core.errors import FieldError, Invalid

REFUSALS: dict[str, str] = {
    "N": "Gói tin thiếu %(element)s.",
    "N.attachment": "Gói tin thiếu tệp đã kê trong danh mục kèm theo (%(element)s).",
    "R": "%(Element)s dài hoặc nhiều hơn mức cho phép.",
    "R.size": "Gói tin hoặc tệp kèm theo vượt quá dung lượng cho phép.",
    "R.depth": "Gói tin có cấu trúc lồng nhau quá sâu.",
    "R.elements": "Gói tin có quá nhiều phần tử.",
    "R.zip": "Tệp nén kèm theo giải nén ra quá lớn.",
    "M": "%(Element)s có giá trị không hợp lệ.",
    "M.future": "%(Element)s ở tương lai.",
    "M.root": "Tệp không phải gói tin edXML.",
    "M.namespace": "Gói tin không dùng không gian tên của QCVN 102:2016.",
    "M.dtd": "Gói tin có khai báo DTD nên không được nhận.",
    "M.xml": "Gói tin không phải XML đúng cú pháp.",
    "M.encoding": "Gói tin không dùng bảng mã UTF-8.",
    "M.duplicate": "%(Element)s bị trùng.",
    "M.letters": "%(Element)s có ký tự không ghi được trong gói tin, hãy xóa ký tự lạ.",
    "M.zip": "Tệp nén kèm theo bị hỏng hoặc không chứa đúng một tệp.",
    "T": "%(Element)s phải là số nguyên.",
    "T.base64": "Nội dung tệp kèm theo mã hóa không đúng.",
}

NOTICES: dict[str, str] = {
    "date_unusual": "%(Element)s viết khác quy định (%(value)s), đã đọc theo nghĩa thông thường.",
    "date_unreadable": "Không đọc được %(element)s (%(value)s), hãy kiểm tra trên văn bản.",
    "number_unreadable": "Không đọc được %(element)s (%(value)s), đã dùng giá trị mặc định.",
    "value_unknown": "%(Element)s có giá trị lạ (%(value)s), đã dùng giá trị mặc định.",
    "duplicate": "%(Element)s bị lặp (%(value)s), chỉ tính một lần.",
    "attachment_same_name": "Gói tin có tệp trùng tên (%(value)s), đã thêm số để phân biệt.",
    "attachment_not_in_manifest": "Có tệp kèm theo không kê trong danh mục (%(value)s).",
}

ELEMENTS: dict[str, str] = {
    "edXML": "nội dung gói tin",
    "edXMLEnvelope": "phần bao gói tin",
    "edXMLHeader": "phần đầu gói tin",
    "MessageHeader": "thông tin chung của gói tin",
    "From": "cơ quan gửi",
    "To": "nơi nhận",
    "OrganId": "mã định danh cơ quan",
    "OrganName": "tên cơ quan",
    "OrganizationInCharge": "cơ quan chủ quản",
    "OrganAdd": "địa chỉ cơ quan",
    "Email": "thư điện tử",
    "Telephone": "số điện thoại",
    "Fax": "số fax",
    "Website": "trang thông tin điện tử",
    "DocumentId": "mã định danh văn bản",
    "CodeNumber": "số văn bản",
    "CodeNotation": "ký hiệu văn bản",
    "Code": "số, ký hiệu văn bản",
    "Place": "địa danh hoặc nơi nhận",
    "PromulgationDate": "ngày ban hành",
    "Type": "nhóm loại văn bản",
    "TypeDetail": "mã loại văn bản",
    "TypeName": "tên loại văn bản",
    "Subject": "trích yếu",
    "Content": "nội dung tóm tắt",
    "Competence": "thẩm quyền ký",
    "Position": "chức vụ người ký",
    "FullName": "họ tên người ký",
    "DueDate": "hạn trả lời",
    "Priority": "mức độ khẩn",
    "SphereOfPromulgation": "phạm vi lưu hành",
    "TyperNotation": "ký hiệu người soạn thảo",
    "PromulgationAmount": "số lượng bản phát hành",
    "PageAmount": "số trang",
    "Appendix": "tên phụ lục",
    "SteeringType": "loại chỉ đạo",
    "TaskCode": "mã nhiệm vụ",
    "ResponseFor": "văn bản được phản hồi",
    "StaffInfo": "thông tin người thực hiện",
    "StatusCode": "mã trạng thái",
    "Description": "lý do hoặc mô tả",
    "Timestamp": "thời điểm",
    "TraceHeader": "vết gói tin",
    "BussinessDocType": "loại nghiệp vụ",
    "BussinessDocReason": "lý do",
    "ReceiverList": "danh sách nơi nhận thay đổi",
    "ReplacementInfoList": "văn bản bị thay thế",
    "OrganIdList": "nơi nhận liên quan",
    "Reference": "danh mục tệp kèm theo",
    "Attachment": "tệp kèm theo",
    "AttachmentName": "tên tệp kèm theo",
    "ContentId": "mã tệp kèm theo",
    "ContentTransferEncoded": "nội dung tệp kèm theo",
}


def sentence_of(refused: PacketRefused) -> str:
    """What a person reads when a packet is refused."""
    return REFUSALS[refused.code] % _facts(refused.path, "")


def refused_packet(error: PacketRefused) -> Invalid:
    """The refusal that an edge answers, at the element at fault."""
    sentence = sentence_of(error)
    field = FieldError("/" + error.path.replace(".", "/"), error.axis_code, sentence)
    return Invalid("packet_refused", fields=[field], sentence=sentence)


def sentence_of_notice(notice: Notice) -> str:
    """What the clerk reads beside a packet that was read with a remark."""
    return NOTICES[notice.code] % _facts(notice.path, notice.value)


def _facts(path: str, value: str) -> dict[str, str]:
    for name in reversed(path.split(".")):
        if name in ELEMENTS:
            element = ELEMENTS[name]
            return {"element": element, "Element": element[:1].upper() + element[1:], "value": value}
    return {"element": path, "Element": path, "value": value}

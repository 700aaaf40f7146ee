"""Giá trị mẫu: forms filled in as a dossier would, for trying out a template. Nobody here is a real person."""

from datetime import date, datetime
from typing import Any

from shared.printing.registers import SAMPLE
from shared.standards.calendar_days import VIETNAM_TIME

LAN = {
    "name": "Trần Thị Ngọc Lan",
    "address": "126 Nguyễn Huệ, phường Trần Phú, thành phố Sông Mẫu, tỉnh Mẫu",
    "phone": "0905312468",
    "email": "tranngoclan@example.vn",
    "id_number": "052190004317",
}
PAPERS = [
    {"name": "Đơn đề nghị cấp lại giấy phép xây dựng (Mẫu số 2)", "originals": 1, "certified_copies": 0, "copies": 0},
    {
        "name": "Bản sao một trong những giấy tờ chứng minh quyền sử dụng đất",
        "originals": 0,
        "certified_copies": 1,
        "copies": 2,
    },
]
BASE: dict[str, Any] = {
    "agency_parent": "Ủy ban nhân dân tỉnh Mẫu",
    "agency": "Ủy ban nhân dân thành phố Sông Mẫu",
    "place": "Sông Mẫu",
    "issued_on": date(2026, 3, 2),
    "code": "000.00.31.H99-260302-0001",
    "procedure": "Cấp lại giấy phép xây dựng",
    "applicant": LAN,
    "contact": {
        "officer": "Đinh Diệu Ly",
        "phone": "0256 3812 345",
        "site": "Bộ phận Tiếp nhận và Trả kết quả, 30 Nguyễn Huệ",
    },
    "officer": "Tạ Thị Hồng Mai",
    "officer_title": "Công chức Bộ phận Một cửa",
}
RECEIVED = datetime(2026, 3, 2, 9, 32, tzinfo=VIETNAM_TIME)
DUE = datetime(2026, 3, 9, 9, 32, tzinfo=VIETNAM_TIME)
LOOKUP = "http://localhost:8000/tra-cuu?ma=000.00.31.H99-260302-0001&khoa=K7QM2XWPAB"

FORMS: dict[str, dict[str, Any]] = {
    "01": {
        **BASE,
        "owner": {"name": "Công ty TNHH An Bình", "address": "Khu công nghiệp Mẫu, thành phố Sông Mẫu"},
        "fee_way": "Thu trước, 15.000 đồng",
        "papers": PAPERS,
        "sets": 1,
        "term": "05 ngày làm việc",
        "received_at": RECEIVED,
        "due_at": DUE,
        "return_way": "Bộ phận Tiếp nhận và Trả kết quả",
        "book": "01",
        "serial": "125",
        "hotline": "0256 3812 345",
        "lookup_address": "http://localhost:8000/tra-cuu",
        "lookup_url": LOOKUP,
        "secret": "K7QM2XWPAB",
    },
    "02": {
        **BASE,
        "number": "12/HDHS",
        "stage": "Kiểm tra hồ sơ khi tiếp nhận",
        "items": [{**PAPERS[0], "note": "Thiếu chữ ký của chủ đầu tư"}, PAPERS[1]],
        "reason": "Đơn chưa có chữ ký.\nBản sao giấy tờ về đất bị mờ, không đọc được số thửa.",
        "legal_basis": "Điều 17 Nghị định 118/2025/NĐ-CP",
        "deadline": date(2026, 3, 23),
    },
    "03": {**BASE, "number": "03/TCHS", "reason": "Công trình thuộc thẩm quyền cấp phép của Sở Xây dựng."},
    "05": {
        **BASE,
        "number": "07/TB-UBND",
        "stage": "Chờ bổ sung hồ sơ",
        "ground": "Quá thời hạn bổ sung mà người nộp chưa bổ sung hồ sơ.",
        "decision": "Dừng giải quyết hồ sơ kể từ ngày ký thông báo này",
        "fees_and_papers": "Lệ phí đã nộp được hoàn trả; giấy tờ nhận lại tại Bộ phận Tiếp nhận và Trả kết quả",
        "signer_title": "Phó Chủ tịch",
        "signer": "Trần Minh Thuận",
    },
    "06": {
        **BASE,
        "owner": LAN,
        "received_at": RECEIVED,
        "due_at": DUE,
        "agencies": "Phòng Quản lý đô thị",
        "hand_overs": [
            {
                "giver_agency": "Bộ phận Tiếp nhận và Trả kết quả",
                "receiver_agency": "Phòng Quản lý đô thị",
                "giver": "Tạ Thị Hồng Mai, Công chức Bộ phận Một cửa",
                "receiver": "Lê Ngọc Ngân",
                "at": RECEIVED,
                "result": "Đúng hạn",
                "note": "",
            },
            {
                "giver_agency": "Phòng Quản lý đô thị",
                "receiver_agency": "Lãnh đạo Ủy ban nhân dân thành phố Sông Mẫu",
                "giver": "Lê Ngọc Ngân, Chuyên viên",
                "receiver": "Trần Minh Thuận",
                "at": DUE,
                "result": "Trước hạn",
                "note": "Trình ký",
            },
        ],
    },
}
RESULT: dict[str, Any] = {
    **BASE,
    "number": "125/GPXD",
    "title": "Giấy phép xây dựng",
    "subject": "(Cấp lại)",
    "paragraphs": [
        "Căn cứ hồ sơ số 000.00.31.H99-260302-0001, Ủy ban nhân dân thành phố Sông Mẫu "
        "cấp lại giấy phép xây dựng như sau:"
    ],
    "lines": [
        ["Cấp cho", "Trần Thị Ngọc Lan"],
        ["Địa điểm xây dựng", "126 Nguyễn Huệ, phường Trần Phú, thành phố Sông Mẫu"],
    ],
    "recipients": ["Như trên;", "Lưu: VT, QLĐT."],
    "signer_title": "Phó Chủ tịch",
    "signer": "Trần Minh Thuận",
    "verify_address": "http://localhost:8000/xac-thuc",
    "verify_url": "http://localhost:8000/xac-thuc?ma=K7QM2XWPAB",
}


def form_sample(form_no: str) -> dict[str, Any]:
    return FORMS[form_no]


REGISTER: dict[str, Any] = {
    **SAMPLE,
    "rows": [
        {
            "code": "000.00.31.H99-260302-0001",
            "procedure": "Cấp lại giấy phép xây dựng",
            "applicant": LAN["name"],
            "address": f"{LAN['address']}; {LAN['phone']}",
            "holder": "Phòng Quản lý đô thị",
            "received": "08:15 02/03/2026",
            "promised": "17:00 16/03/2026",
            "way": "Bộ phận Tiếp nhận và Trả kết quả",
        }
    ],
}

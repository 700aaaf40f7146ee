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
        "fee_way": "Thu khi tiếp nhận hồ sơ, 15.000 đồng",
        "representation": "Người được ủy quyền, theo giấy số 15/UQ ngày 01/03/2026",
        "signature_note": "Giấy này lập thành 02 liên: một liên giao người nộp hồ sơ, một liên chuyển kèm hồ sơ.",
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
    "04": {
        **BASE,
        "number": "04/XLHL",
        "received_at": RECEIVED,
        "due_before": DUE,
        "delayed_by": "Phòng Quản lý đô thị",
        "reason": "Phải kiểm tra lại hiện trạng công trình do bản vẽ và thực địa khác nhau.",
        "due_after": datetime(2026, 3, 13, 17, 30, tzinfo=VIETNAM_TIME),
        "return_way": "Bộ phận Tiếp nhận và Trả kết quả",
        "recipients": ["Trần Thị Ngọc Lan;", "Bộ phận Tiếp nhận và Trả kết quả;", "Lưu: VT, hồ sơ."],
        "signer_title": "Phó Chủ tịch",
        "signer": "Trần Minh Thuận",
    },
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
    "rut-ho-so": {
        **BASE,
        "requester": "Trần Thị Ngọc Lan",
        "identity": "Thẻ căn cước số 079090001234",
        "authority": "Giấy ủy quyền ngày 01/03/2026",
        "reason": "Không còn nhu cầu xây dựng.",
        "fees_and_papers": "Hoàn trả phí, lệ phí đã nộp; Trả lại giấy tờ đã nộp",
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
                "taken_at": RECEIVED,
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

NEGATIVE: dict[str, Any] = {
    **RESULT,
    **BASE,
    "number": "46/UBND-QLĐT",
    "title": "Văn bản trả lời không đủ điều kiện giải quyết",
    "subject": "",
    "paragraphs": [],
    "lines": [],
    "received_at": RECEIVED,
    "reason": "Thửa đất nằm trong hành lang bảo vệ công trình thủy lợi.\nBản vẽ vượt mật độ xây dựng cho phép.",
    "legal_basis": "Điều 91 Luật Xây dựng",
}


APPROVAL: dict[str, Any] = {
    **BASE,
    "number": "125/GPXD",
    "result": "Giấy phép xây dựng",
    "paragraphs": ["Cấp lại giấy phép xây dựng theo hồ sơ đã thẩm định."],
    "opinion": "Đồng ý với kết quả thẩm định.",
    "next_step": "Phê duyệt, ký kết quả",
    "signer": "Lê Ngọc Ngân",
    "signer_title": "Trưởng phòng",
}
PART_ASK: dict[str, Any] = {
    **BASE,
    "owner": LAN,
    "number": "01/LYK",
    "to": "Sở Tài nguyên và Môi trường",
    "question": "Đề nghị cho ý kiến về vị trí thửa đất so với quy hoạch sử dụng đất.",
    "papers": [PAPERS[1]["name"]],
    "due_at": DUE,
    "signer": "Lê Ngọc Ngân",
    "signer_title": "Chuyên viên",
}
PART_ANSWER: dict[str, Any] = {
    **BASE,
    "number": "01/LYK",
    "to": "Ủy ban nhân dân thành phố Sông Mẫu",
    "question": PART_ASK["question"],
    "asked_at": RECEIVED,
    "conclusion": "Đồng ý, có điều kiện",
    "opinion": "Vị trí phù hợp quy hoạch.\nĐề nghị giữ hành lang an toàn đường bộ.",
    "signer": "Trần Minh Thuận",
    "signer_title": "Phó Giám đốc",
}
LABEL: dict[str, Any] = {**BASE, "received_at": RECEIVED, "due_at": DUE}

RETURNED: dict[str, Any] = {
    **BASE,
    "receiver": "Trần Thị Ngọc Lan (người nộp hồ sơ)",
    "receiver_name": "Trần Thị Ngọc Lan",
    "identity": "Thẻ căn cước, căn cước công dân số 079090001234. Khớp số trong hồ sơ",
    "results": ["Giấy phép xây dựng, số 125/GPXD"],
    "originals": [f"{PAPERS[0]['name']}: 1 bản chính"],
    "at": DUE,
}

POSTED: dict[str, Any] = {
    **{name: BASE[name] for name in ("agency_parent", "agency", "place", "issued_on")},
    "number": "01/BK-BC/2026",
    "carrier": "Bưu cục Sông Mẫu",
    "rows": [
        {
            "code": "000.00.31.H99-260302-0001",
            "receiver": LAN["name"],
            "address": LAN["address"],
            "phone": LAN["phone"],
            "result": "Giấy phép xây dựng, số 125/GPXD",
        }
    ],
    "officer": "Tạ Thị Hồng Mai",
    "officer_title": "Công chức Bộ phận Một cửa",
}


HANDED: dict[str, Any] = {
    **{name: BASE[name] for name in ("agency_parent", "agency", "place", "issued_on")},
    "number": "01/BG-HS/2026",
    "unit": "Phòng Quản lý xây dựng",
    "rows": [
        {
            "code": "000.00.31.H99-260302-0001",
            "procedure": "Cấp lại giấy phép xây dựng",
            "applicant": LAN["name"],
            "papers": "1 bản chính, 2 bản sao",
            "note": "Đã nhận",
        }
    ],
    "officer": "Tạ Thị Hồng Mai",
    "officer_title": "Công chức Bộ phận Một cửa",
    "handed_at": "15:20 02/03/2026",
    "receiver": "Trần Minh Thuận",
    "receiver_title": "Chuyên viên",
    "received_at": "15:45 02/03/2026",
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

REPORT: dict[str, Any] = {
    **{name: BASE[name] for name in ("agency_parent", "agency", "place", "issued_on")},
    "period": "từ ngày 01/01/2026 đến ngày 31/01/2026",
    "until": "00:00 01/02/2026",
    "scope": "Cơ quan và các cơ quan trực thuộc",
    "rows": [
        {"number": "I", "name": "Phòng Quản lý đô thị", "sum": True, "figures": [12, 7, 4, 1, 9, 3, 5, 1, 3, 2, 1]},
        {"number": "1", "name": "Hoạt động xây dựng", "figures": [12, 7, 4, 1, 9, 3, 5, 1, 3, 2, 1]},
    ],
    "figures": [12, 7, 4, 1, 9, 3, 5, 1, 3, 2, 1],
    "own_share": "83,33%",
    "national_share": "75,00%",
    "idle": ["Phòng Tư pháp"],
    "reason": "Bổ sung hồ sơ tiếp nhận ngày 30/01/2026.",
    "signer": "Trần Minh Thuận",
    "signer_title": "Phó Giám đốc",
}

"""Phạm vi lưu hành, and ways to who is not on the platform. Pure values."""

from enum import StrEnum


class Circulation(StrEnum):
    """Phạm vi lưu hành (NĐ 30/2020 Phụ lục I): who may read it besides those it is sent to."""

    FREE = ""  # thường: mọi cán bộ của cơ quan xem được khi đã phát hành
    INSIDE = "inside"  # lưu hành nội bộ: không ra khỏi cơ quan
    NAMED = "named"  # xem xong trả lại: chỉ nơi nhận


class PaperCopy(StrEnum):
    """Bản giấy beside what is sent over the axis (QĐ 28/2018 Điều 7.2; NĐ 30/2020 Điều 18.5-6)."""

    NONE = ""  # chỉ gửi bản điện tử
    WITH = "with"  # bản giấy gửi kèm
    INSTEAD = "instead"  # bản giấy thay bản điện tử: nơi nhận dùng bản giấy


PAPERS: dict[str, str] = {
    PaperCopy.NONE: "Chỉ gửi bản điện tử",
    PaperCopy.WITH: "Gửi kèm bản giấy",
    PaperCopy.INSTEAD: "Gửi bản giấy thay bản điện tử (gói tin để báo trước)",
}


class OutsideWay(StrEnum):
    """Cách gửi nơi nhận ngoài hệ thống."""

    FILE = "file"  # gói tin, tệp
    MAIL = "mail"  # thư điện tử
    POST = "post"  # bưu điện
    HAND = "hand"  # giao tận tay


OUTSIDE_WAYS: dict[str, str] = {
    OutsideWay.FILE: "Gói tin, tệp",
    OutsideWay.MAIL: "Thư điện tử",
    OutsideWay.POST: "Bưu điện",
    OutsideWay.HAND: "Giao tận tay",
}
PAPER_WAYS = {way: OUTSIDE_WAYS[way] for way in (OutsideWay.POST, OutsideWay.HAND)}
"""Of a paper: no packet and no e-mail brings it."""
CIRCULATIONS: dict[str, str] = {
    Circulation.FREE: "Thường: mọi cán bộ của cơ quan xem được khi đã phát hành",
    Circulation.INSIDE: "Lưu hành nội bộ: không gửi ra ngoài cơ quan",
    Circulation.NAMED: "Xem xong trả lại: chỉ nơi nhận, lãnh đạo, văn thư và đơn vị soạn thảo xem được",
}

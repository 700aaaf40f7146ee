"""Phạm vi lưu hành, and ways to who is not on the platform. Pure values."""

from enum import StrEnum


class Circulation(StrEnum):
    """Phạm vi lưu hành (NĐ 30/2020 Phụ lục I): who may read it besides those it is sent to."""

    FREE = ""  # thường: mọi cán bộ của cơ quan xem được khi đã phát hành
    INSIDE = "inside"  # lưu hành nội bộ: không ra khỏi cơ quan
    NAMED = "named"  # xem xong trả lại: chỉ nơi nhận


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
CIRCULATIONS: dict[str, str] = {
    Circulation.FREE: "Thường: mọi cán bộ của cơ quan xem được khi đã phát hành",
    Circulation.INSIDE: "Lưu hành nội bộ: không gửi ra ngoài cơ quan",
    Circulation.NAMED: "Xem xong trả lại: chỉ nơi nhận, lãnh đạo, văn thư và đơn vị soạn thảo xem được",
}

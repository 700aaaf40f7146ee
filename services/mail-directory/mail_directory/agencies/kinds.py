"""Loại đơn vị trực thuộc."""

UNIT_KINDS: dict[str, str] = {
    "division": "Phòng",
    "board": "Ban",
    "branch": "Chi cục",
    "centre": "Trung tâm",
    "section": "Tổ, bộ phận",
    "other": "Đơn vị khác",
}

"""What is told of the work on an incoming document inside the agency: in whose posts; code, title, facts, when by e-mail."""

from shared.access.rights import UNIT_HEAD, Role

_LEADERS = frozenset({Role.LEADER.value})
_WORKERS = _LEADERS | {Role.SPECIALIST.value}
_DUE, _NOT_DUE = "reference agency due", "reference agency"
_NOW, _DAILY = "at-once", "daily"

WORK_INSIDE: tuple[tuple[frozenset[str], tuple[tuple[str, str, str, str], ...]], ...] = (
    (_LEADERS, (("document-presented", "Văn bản đến trình tôi cho ý kiến", _DUE, _NOW),)),
    (
        frozenset({Role.RECORDS_CLERK.value}),
        (("presentation-returned", "Văn bản đã trình trở về văn thư", _DUE, _NOW),),
    ),
    (
        _LEADERS | {UNIT_HEAD},
        (("extension-asked", "Đề nghị gia hạn văn bản đến chờ tôi quyết định", _DUE, _NOW),),
    ),
    (
        _WORKERS,
        (
            ("document-informed", "Văn bản đến chuyển tôi để biết", _NOT_DUE, _DAILY),
            ("document-taken-off", "Văn bản đến không còn giao cho tôi", _NOT_DUE, _DAILY),
            ("document-part-reported", "Phần việc của văn bản tôi chủ trì đã báo", _NOT_DUE, _DAILY),
            ("document-part-late", "Phần việc của văn bản đến quá hạn", _DUE, _NOW),
            ("document-progressed", "Tiến độ văn bản tôi chủ trì", _NOT_DUE, _DAILY),
            ("extension-decided", "Đề nghị gia hạn văn bản đến của tôi", _DUE, _NOW),
            ("document-reopened", "Văn bản đến tôi xử lý được mở lại", _DUE, _NOW),
        ),
    ),
)

"""What is told of the work on documents inside the agency: in whose posts; code, title, facts, when by e-mail."""

from shared.access.rights import UNIT_HEAD, Role

_LEADERS = frozenset({Role.LEADER.value})
_WORKERS = _LEADERS | {Role.SPECIALIST.value}
_STAFF = _WORKERS | {Role.RECORDS_CLERK.value}
_TASK = "code agency due"
_DUE, _NOT_DUE = "reference agency due", "reference agency"
_NOW, _DAILY = "at-once", "daily"

WORK_INSIDE: tuple[tuple[frozenset[str], tuple[tuple[str, str, str, str], ...]], ...] = (
    (_LEADERS, (("document-presented", "Văn bản đến trình tôi cho ý kiến", _DUE, _NOW),)),
    (
        frozenset({Role.RECORDS_CLERK.value}),
        (
            ("presentation-returned", "Văn bản đã trình trở về văn thư", _DUE, _NOW),
            ("issue-urgent", "Văn bản khẩn đã ký chờ phát hành", "reference unit", _NOW),
            ("issue-late", "Văn bản đã ký quá hạn phát hành", "reference unit", _NOW),
            ("delivery-still", "Lượt gửi văn bản đi đứng yên", "reference agency", _DAILY),
        ),
    ),
    (_LEADERS, (("issue-late-here", "Văn bản đã ký ở cơ quan tôi lãnh đạo chậm phát hành", "reference unit", _NOW),)),
    (
        _WORKERS | {Role.RECORDS_CLERK.value},
        (
            ("document-circulated", "Văn bản cơ quan gửi tôi", "reference", _DAILY),
            ("document-recalled-inside", "Văn bản cơ quan gửi tôi được lấy lại", "reference", _NOW),
            ("reading-given", "Tôi được cho xem một văn bản đến", "reference", _DAILY),
            ("reading-withdrawn", "Tôi thôi được xem riêng một văn bản", "reference", _DAILY),
            ("reading-changed", "Quyền xem văn bản tôi soạn, xử lý thay đổi", "reference", _DAILY),
        ),
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
            ("document-replaced", "Văn bản đến tôi xử lý được nơi gửi thay thế", _NOT_DUE, _NOW),
            ("document-reopened", "Văn bản đến tôi xử lý được mở lại", _DUE, _NOW),
        ),
    ),
    (
        _STAFF,
        (
            ("opinion-asked", "Tôi, đơn vị, cơ quan tôi được lấy ý kiến về dự thảo", _DUE, _NOW),
            ("opinion-due-soon", "Hạn cho ý kiến về dự thảo sắp đến", _DUE, _NOW),
            ("opinion-late", "Hạn cho ý kiến về dự thảo đã quá", _DUE, _NOW),
            ("opinion-late-here", "Nơi tôi lấy ý kiến về dự thảo quá hạn", _DUE, _NOW),
            ("opinion-given", "Dự thảo của tôi có ý kiến góp ý", _DUE, _DAILY),
            ("opinion-replied", "Ý kiến góp ý được tiếp thu, giải trình", _DUE, _DAILY),
            ("opinion-changed", "Lượt lấy ý kiến đổi hạn, rút lại hoặc kết thúc", _DUE, _NOW),
            ("opinion-back", "Lượt lấy ý kiến cần người khác trả lời", _DUE, _NOW),
            ("schedule-published", "Lịch công tác có tôi được công bố", "since agency", _NOW),
            ("schedule-changed", "Lịch công tác có tôi thay đổi", "since agency", _NOW),
            ("schedule-cancelled", "Lịch công tác có tôi bị hoãn", "since agency", _NOW),
            ("directive-digest", "Bản tin tuần về nhiệm vụ quá hạn của cơ quan", "count agency", _NOW),
            ("directive-given", "Nhiệm vụ mới được giao", _TASK, _NOW),
            ("directive-due-soon", "Nhiệm vụ sắp đến hạn", _TASK, _NOW),
            ("directive-late", "Nhiệm vụ quá hạn", _TASK, _NOW),
            ("directive-late-here", "Nhiệm vụ tôi giao, theo dõi hoặc cơ quan tôi được giao quá hạn", _TASK, _NOW),
            ("directive-progressed", "Tiến độ nhiệm vụ tôi giao, theo dõi", _TASK, _DAILY),
            ("directive-reported", "Báo cáo kết quả nhiệm vụ chờ tôi xem", _TASK, _NOW),
            ("directive-extension-asked", "Đề nghị gia hạn nhiệm vụ chờ quyết định", _TASK, _NOW),
            ("directive-extension-decided", "Quyết định gia hạn nhiệm vụ", _TASK, _NOW),
            ("directive-closed", "Nhiệm vụ được xác nhận hoàn thành", _TASK, _DAILY),
            ("directive-sent-back", "Nhiệm vụ phải làm tiếp", _TASK, _NOW),
            ("directive-changed", "Nhiệm vụ thay đổi, hủy hoặc thôi giao", _TASK, _NOW),
            ("directive-back", "Nhiệm vụ cần giao lại, có người khác thay", _TASK, _NOW),
        ),
    ),
)

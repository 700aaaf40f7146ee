"""What people read of tasks: states, standings, sources."""

from document_exchange.tasks.rules import Standing, TaskSource, TaskState

STATES: dict[str, str] = {
    TaskState.GIVEN: "Đã giao",
    TaskState.WORKING: "Đang thực hiện",
    TaskState.REPORTED: "Chờ xác nhận hoàn thành",
    TaskState.RETURNED: "Chờ giao lại",
    TaskState.DONE: "Đã hoàn thành",
    TaskState.CANCELLED: "Đã hủy",
    TaskState.TAKEN_OFF: "Không còn giao cho cơ quan",
}
STATE_COLOURS: dict[str, str] = {
    TaskState.REPORTED: "yellow",
    TaskState.RETURNED: "red",
    TaskState.DONE: "green",
    TaskState.CANCELLED: "grey",
    TaskState.TAKEN_OFF: "grey",
}
STANDINGS: dict[str, str] = {
    Standing.ON_TIME: "Hoàn thành đúng hạn",
    Standing.FINISHED_LATE: "Hoàn thành quá hạn",
    Standing.IN_TERM: "Đang làm, trong hạn",
    Standing.SOON: "Sắp đến hạn",
    Standing.LATE: "Quá hạn, chưa xong",
}
SOURCES: dict[str, str] = {
    TaskSource.TYPED: "Giao trực tiếp",
    TaskSource.DOCUMENT: "Văn bản đi",
    TaskSource.ARRIVAL: "Văn bản đến",
    TaskSource.MEETING: "Kết luận cuộc họp",
}
EXTENSIONS: dict[str, str] = {
    "asked": "Chờ quyết định",
    "granted": "Đồng ý",
    "refused": "Không đồng ý",
    "lapsed": "Không còn hiệu lực",
}
REFUSALS: dict[str, str] = {
    "task_extension_gone": "Không có đề nghị gia hạn này đang chờ quyết định, hãy tải lại trang.",
    "task_id_taken": "Mã yêu cầu này đã dùng cho nhiệm vụ khác.",
    "task_unknown": "Nhiệm vụ này không có, hoặc không giao cho bạn.",
    "task_party_unknown": "Hãy chọn một cơ quan, đơn vị hoặc người trong danh sách.",
    "task_not_drafted": "Văn bản được giao soạn chưa được ban hành.",
    "task_parts_open": "Còn việc con, phần phối hợp chưa xong.",
    "task_step_not_allowed": "Nhiệm vụ không ở trạng thái cho phép việc này, hãy tải lại trang.",
    "task_without_term": "Nhiệm vụ không đặt hạn, không cần gia hạn.",
}

"""What is told of the work on an incoming document inside the agency: code, title, facts; where a term is named it is told at once."""

_Kinds = tuple[tuple[str, str, str], ...]

TO_LEADERS: _Kinds = (("document-presented", "Văn bản đến trình tôi cho ý kiến", "reference agency due"),)
TO_CLERKS: _Kinds = (("presentation-returned", "Văn bản đã trình trở về văn thư", "reference agency due"),)
TO_HEADS: _Kinds = (("extension-asked", "Đề nghị gia hạn văn bản đến chờ tôi quyết định", "reference agency due"),)
TO_WORKERS: _Kinds = (
    ("document-informed", "Văn bản đến chuyển tôi để biết", "reference agency"),
    ("document-taken-off", "Văn bản đến không còn giao cho tôi", "reference agency"),
    ("document-part-reported", "Phần việc của văn bản tôi chủ trì đã báo", "reference agency"),
    ("document-part-late", "Phần việc của văn bản đến quá hạn", "reference agency due"),
    ("document-progressed", "Tiến độ văn bản tôi chủ trì", "reference agency"),
    ("extension-decided", "Đề nghị gia hạn văn bản đến của tôi", "reference agency due"),
    ("document-reopened", "Văn bản đến tôi xử lý được mở lại", "reference agency due"),
)

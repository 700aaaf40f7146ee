"""What an operator does about each sign on `/van-hanh`: the short form of docs/runbook.md, at hand when something is wrong."""

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "khong-tra-loi",
        "Một phần không trả lời",
        (
            "Chờ một phút: bộ giám sát tự khởi động lại tiến trình đã dừng, và tiến trình treo quá nửa phút.",
            "Chạy ./lienthong status trên máy chủ: cột “Sức khỏe” và “Lần lại” nói tiến trình nào dừng hay khởi động lại nhiều lần.",
            "Chạy ./lienthong logs <tên tiến trình> và đọc các dòng cuối; hết bộ nhớ hay hết đĩa là lý do thường gặp.",
            "Các phần khác vẫn dùng được; việc đã nhận không mất và sẽ được làm tiếp khi phần này trở lại.",
        ),
    ),
    (
        "co-so-du-lieu",
        "Cơ sở dữ liệu không trả lời",
        (
            "Kiểm tra PostgreSQL có chạy và đĩa còn chỗ không (df -h); xem ./lienthong logs postgres.",
            "Khi PostgreSQL trở lại, mọi phần tự kết nối lại; không cần khởi động lại gì.",
            "Nếu dữ liệu hỏng, dừng hệ thống và làm theo mục “Restore” của docs/runbook.md.",
        ),
    ),
    (
        "truc",
        "Trục liên thông không trả lời",
        (
            "Sự kiện được giữ ở từng phần và tự gửi đi khi trục trở lại; không gửi lại bằng tay.",
            "Kiểm tra RabbitMQ (hoặc PostgreSQL ở bản dùng thử) rồi xem cột “Cũ nhất” giảm dần.",
        ),
    ),
    (
        "thu-chet",
        "Có thư chết hoặc tin không đọc được",
        (
            "Mở nội dung và lỗi của từng thư trên trang Vận hành; cùng một lỗi thường có cùng một nguyên nhân.",
            "Sau khi nguyên nhân hết, bấm “Xử lý lại”: xử lý hai lần cũng chỉ có hiệu lực một lần.",
            "Chỉ bấm “Bỏ” khi đã thống nhất với cơ quan có liên quan; việc bỏ được ghi lại cùng tên người bỏ.",
        ),
    ),
    (
        "do-tre",
        "Độ trễ của trục tăng",
        (
            "Xem phần nào có “Cũ nhất” lớn nhất: tiến trình -worker của phần đó chậm hoặc đã dừng.",
            "Chạy ./lienthong logs <phần>-worker; nếu chỉ là lượng việc lớn, con số sẽ tự giảm.",
        ),
    ),
)

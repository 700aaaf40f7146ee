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
        "Có thư chết hoặc tin không nhận",
        (
            "Mở nội dung và lỗi của từng thư trên trang Vận hành; cùng một lỗi thường có cùng một nguyên nhân.",
            "Sau khi nguyên nhân hết, bấm “Xử lý lại”: xử lý hai lần cũng chỉ có hiệu lực một lần.",
            "Tin không nhận là tin không đọc được hoặc không rõ ai gửi; nó không có hiệu lực. Sự kiện thật sẽ tự được gửi lại, "
            "nên chỉ cần sửa điều câu báo lỗi nêu; nếu chữ ký không khớp thì đổi khóa và mật khẩu của dịch vụ được nêu tên.",
            "Chỉ bấm “Bỏ” khi đã thống nhất với cơ quan có liên quan; việc bỏ được ghi lại cùng tên người bỏ.",
        ),
    ),
    (
        "do-tre",
        "Độ trễ của trục tăng",
        (
            "Xem phần nào có “Cũ nhất” lớn nhất: tiến trình chạy nền của phần đó chậm hoặc đã dừng.",
            "Chạy ./lienthong logs <phần>-worker; nếu chỉ là lượng việc lớn, con số sẽ tự giảm.",
        ),
    ),
    (
        "dia-chi",
        "Hai phần cùng khai một địa chỉ",
        (
            "Phần giữ địa chỉ trước vẫn phục vụ bình thường; trang của phần khai sau chưa mở được.",
            "Báo người phát triển đổi địa chỉ ở một trong hai phần (tệp feature.py của tính năng đó), rồi cài bản sửa.",
            "Khi phần đang giữ thôi dùng địa chỉ, phần kia tự nhận trong ít giây; không cần khởi động lại gì.",
        ),
    ),
    (
        "dia",
        "Đĩa sắp đầy",
        (
            "Chạy df -h trên máy của phần được nêu; tệp hồ sơ nằm ở var/files, nhật ký ở var/logs (tự xoay vòng).",
            "Thêm dung lượng, hoặc chuyển kho tệp sang S3 (LIENTHONG_FILES_URL). Không tự xóa tệp trong kho: hồ sơ còn trỏ tới.",
            "Khi đĩa đầy, việc mới bị từ chối bằng lời; việc đã nhận không mất và tiếp tục khi có chỗ.",
        ),
    ),
    (
        "chung-thu",
        "Chứng thư số hoặc danh sách thu hồi sắp hết hạn",
        (
            "Chứng thư TLS của cổng: thay hai tệp rồi khởi động lại gateway (docs/runbook.md, mục Keys).",
            "Chứng thư của cơ quan, cán bộ: cấp mới ở trang của người ấy hoặc của cơ quan trong Danh bạ;"
            " không ai làm thì hệ thống tự cấp trước 7 ngày.",
            "Danh sách thu hồi do tiến trình signing tự cấp lại trước 2 ngày; vẫn hết hạn thì xem nhật ký của signing, đĩa"
            " và quyền ghi của var/authority.",
            "Khi danh sách thu hồi hết hạn, chữ ký không được coi là hợp lệ cho tới khi có danh sách mới.",
        ),
    ),
    (
        "sao-luu",
        "Chưa có bản sao lưu mới",
        (
            "Sao lưu hằng ngày theo mục “Back up and restore” của docs/runbook.md: cơ sở dữ liệu, tệp, khóa.",
            "Dòng cuối của các lệnh ấy ghi nhận lần sao lưu; trang Vận hành đọc từ đó.",
            "Mỗi quý hãy thử khôi phục một lần trên máy khác.",
        ),
    ),
    (
        "viec",
        "Việc theo lịch không chạy được",
        (
            "Việc lỗi được tự thử lại sau 5 giây rồi với khoảng chờ gấp đôi mỗi lần; việc của một đối tượng dừng sau 8 lần và chờ bạn.",
            "“Quá giờ, chưa chạy”: tiến trình làm việc nền của phần ấy không chạy; xem ./lienthong status, rồi nhật ký của nó.",
            "Sửa nguyên nhân theo lỗi ghi bên cạnh, rồi bấm “Chạy ngay”: việc chạy trong ít giây, mỗi việc chỉ một lần dù có nhiều tiến trình.",
        ),
    ),
    (
        "loi",
        "Có lỗi gần đây",
        (
            "Mã yêu cầu cho biết các dòng nhật ký liên quan: ./lienthong logs, tìm theo mã.",
            "Lỗi của sự kiện được tự thử lại với khoảng chờ tăng dần; hết số lần thì thành thư chết.",
            "Lỗi lặp lại: gửi cho nhóm phát triển loại lỗi, thời điểm và mã yêu cầu; không gửi dữ liệu của người dân.",
        ),
    ),
)

"""Sentences that Python shows."""

from shared.access.rights import POWER_NAMES, ROLE_NAMES
from shared.signing.errors import TEXTS as SIGNING_TEXTS

TEXTS: dict[str, str] = (
    {
        "wrong_credentials": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "agency_out_of_reach": "Cơ quan này không thuộc phạm vi quản trị danh bạ của bạn.",
        "role_out_of_reach": "Bạn không được cấp vai trò này.",
        "own_account": "Bạn không thể tự khóa, tự điều chuyển hoặc tự cấp lại mật khẩu cho chính mình; hãy nhờ quản trị khác.",
        "reset_not_asked": "Chưa có đề nghị cấp lại mật khẩu nào đang chờ; quản trị danh bạ của cơ quan phải đề nghị trước.",
        "reset_decided": "Đề nghị cấp lại mật khẩu này đã được giải quyết hoặc không còn hiệu lực; không có gì thay đổi. Trang dưới đây là"
        " tình trạng hiện tại.",
        "reset_asked_meanwhile": "Một người khác vừa đề nghị cấp lại mật khẩu cho người này; hãy đọc đề nghị dưới đây rồi xác nhận nếu đúng.",
        "reset_by_administrator": "Quản trị danh bạ cấp lại được mật khẩu của người này, không cần lệnh trên máy chủ.",
        "asked_at_the_machine": "Người quản lý máy chủ",
        "password_known": "Bạn là người cấp mật khẩu của người này nên chưa giao được vị trí lãnh đạo, văn thư, quản trị hoặc quyền ký, quyền"
        " văn bản. Hãy nhờ quản trị khác của cơ quan hoặc cơ quan cấp trên giao; hoặc mở trang của người này, bấm “Đề nghị người thứ hai cấp"
        " mật khẩu”, rồi giao sau khi người thứ hai đã cấp.",
        "password_length": "Mật khẩu mới phải có từ 12 đến 128 ký tự.",
        "password_unreadable": "Mật khẩu có ký tự không nhập được, hãy dùng chữ, số, dấu và dấu cách.",
        "password_common": "Mật khẩu này ai cũng đoán được; hãy dùng một câu dài chỉ mình bạn nghĩ ra.",
        "password_personal": "Mật khẩu không được là tên, tên đăng nhập, số điện thoại hoặc số giấy tờ của bạn.",
        "password_same": "Mật khẩu mới phải khác mật khẩu đang dùng.",
        "lock_reason_missing": "Hãy ghi lý do khóa tài khoản.",
        "account_locked": "Tài khoản của người này đang khóa; hãy mở khóa trước khi giao vị trí công tác.",
        "locked_postless": "Tự khóa: không còn vị trí công tác nào từ sau ngày %(since)s. Giao vị trí công tác thì tài khoản tự mở lại.",
        "account_without_post": "Tài khoản này đã tự khóa vì không còn vị trí công tác nào. Hãy liên hệ quản trị danh bạ của cơ quan"
        " nơi bạn công tác gần đây nhất; khi được giao vị trí công tác, tài khoản tự mở lại, mật khẩu như cũ.",
        "agency_ended": "Cơ quan này đã hoặc sẽ kết thúc hoạt động trước ngày đó, không giao vị trí công tác mới được.",
        "signs_nothing_here": "Chứng thư số cấp cho lãnh đạo, văn thư, người được lãnh đạo ủy quyền ký; người ấy không ký ở cơ quan này.",
        "agency_seals_no_more": "Cơ quan đã kết thúc hoạt động nên không cấp chứng thư số mới.",
        "holder_missing": "Hãy chọn cơ quan hoặc người được cấp chứng thư số.",
        "certificate_reason_missing": "Hãy chọn lý do cấp chứng thư số mới.",
        "post_ended": "Vị trí công tác này đã kết thúc.",
        "post_reason_missing": "Hãy ghi lý do kết thúc, ví dụ số quyết định.",
        "giver_left": "Người ủy quyền thôi giữ vị trí công tác.",
        "delegate_left": "Người được ủy quyền không còn công tác ở cơ quan.",
        "delegation_of_others": "Chỉ người giữ vị trí, hoặc quản trị danh bạ của cơ quan, được ủy quyền và kết thúc ủy quyền.",
        "post_not_acting": "Hãy chuyển sang vị trí công tác đó ở đầu trang rồi ủy quyền.",
        "role_not_delegable": "Việc quản trị danh bạ và quản trị hệ thống không ủy quyền được; hãy nhờ quản trị giao thêm vị trí công tác.",
        "delegation_ended": "Ủy quyền này đã kết thúc.",
        "move_reason_missing": "Hãy ghi lý do chuyển, ví dụ số và ngày của quyết định.",
        "delegation_reason_missing": "Hãy ghi lý do ủy quyền, ví dụ đi công tác.",
        "delegation_file_missing": "Hãy chọn tệp văn bản ủy quyền.",
        "delegation_end_reason_missing": "Hãy ghi lý do kết thúc ủy quyền.",
        "unit_not_empty": "Còn người có vị trí công tác trong đơn vị này; hãy đưa ra hoặc xếp sang đơn vị khác trước.",
        "own_unit": "Bạn không thể tự đặt mình đứng đầu đơn vị, cũng không sáp nhập đơn vị khác vào đơn vị mình đứng đầu; hãy nhờ quản trị khác"
        " của cơ quan hoặc của cơ quan cấp trên.",
        "unit_ended": "Đơn vị này đã kết thúc.",
        "change_not_waiting": "Thay đổi này đã thực hiện hoặc đã bỏ, hãy tải lại trang.",
        "change_place": "Xếp vào đơn vị: %(name)s",
        "change_take-out": "Đưa ra khỏi đơn vị: %(name)s",
        "planned_of_others": "Chỉ quản trị danh bạ của cơ quan và người đứng đầu đơn vị xem được thay đổi đã ghi trước.",
        "unit_unchanged": "Vào ngày đó đơn vị đã đúng như vậy, không có gì để ghi trước; hãy sửa tên, loại hoặc người đứng đầu.",
        "unit_ends_before": "Theo thay đổi đã ghi trước, đến ngày đó đơn vị đã sáp nhập vào đơn vị khác; hãy chọn ngày sớm hơn hoặc bỏ việc sáp"
        " nhập đó.",
        "unit_other_by_then": "Theo thay đổi đã ghi trước, đến ngày đó đơn vị đã khác hôm nay. Các ô dưới đây giờ là tình trạng của ngày đó;"
        " hãy xem lại rồi bấm Lưu.",
        "planned_post_gone": "Vị trí công tác ấy không còn ở cơ quan hoặc không còn trong đơn vị; hãy chọn người khác rồi ghi lại.",
        "change_name": "Đổi tên thành %(name)s",
        "change_kind": "Đổi loại thành %(kind)s",
        "change_head": "Người đứng đầu: %(head)s",
        "change_head_none": "Thôi đứng đầu, chưa có người thay",
        "change_head_gone": "người không còn ở vị trí đó",
        "change_merge": "Sáp nhập %(unit)s vào %(into)s",
        "plan_day_over": (
            "Ngày có hiệu lực của phương án đã qua nên không xác nhận được; hãy bỏ phương án này và lập phương án có ngày sau hôm nay."
        ),
        "own_plan": "Bạn là người lập phương án này; người thứ hai (quản trị danh bạ khác hoặc lãnh đạo của cơ quan cấp trên) phải xác nhận.",
        "plan_not_waiting": "Phương án này đã thực hiện, đã bỏ hoặc đã xác nhận; hãy tải lại trang.",
        "no_account": "Người này chưa có tài khoản.",
        "tier_province": "Cấp tỉnh",
        "tier_department": "Sở, ban, ngành",
        "tier_district": "Cấp huyện",
        "tier_commune": "Cấp xã",
        "unit_division": "Phòng",
        "unit_board": "Ban",
        "unit_branch": "Chi cục",
        "unit_centre": "Trung tâm",
        "unit_section": "Tổ, bộ phận",
        "unit_other": "Đơn vị khác",
        "post_main": "Chính",
        "post_concurrent": "Kiêm nhiệm",
        "post_acting": "Quyền, phụ trách",
    }
    | {f"role_{role}": name for role, name in ROLE_NAMES.items()}
    | dict(POWER_NAMES)
    | SIGNING_TEXTS
)

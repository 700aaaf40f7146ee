"""The command on the server for a password that nobody in the directory can ask for."""

from mail_directory.people import resets
from mail_directory.texts import TEXTS
from shared.core.errors import Conflict, NotFound
from shared.core.formats import vn_datetime
from shared.standards.typed import read_user_name
from shared.storage.database import Database


async def ask_reset(database: Database, user_name: str) -> str:
    """Ask, and say what comes next; raises ValueError with a sentence when it cannot be asked for."""
    try:
        async with database.sessions.begin() as session:
            until = await resets.ask_at_the_machine(session, read_user_name(user_name))
    except NotFound:
        raise ValueError(f"Không có tài khoản cán bộ đang mở nào tên là “{user_name}”.") from None
    except Conflict as refusal:
        raise ValueError(TEXTS[refusal.code]) from None
    return (
        f"Đã đề nghị cấp lại mật khẩu cho {user_name}, có hiệu lực đến {vn_datetime(until)}. Người thứ hai (quản trị hệ thống, hoặc"
        " quản trị danh bạ của cơ quan hoặc cơ quan cấp trên) mở trang của người này trong /danh-ba và bấm Xác nhận cấp lại mật khẩu."
    )

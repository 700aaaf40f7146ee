"""`accounts`: the trial accounts made with the first data."""

import json

from rich import box
from rich.console import Console
from rich.table import Table

from operations.errors import CannotProceed
from shared.settings import Settings


def show(settings: Settings, console: Console, *, as_json: bool) -> int:
    file = settings.var / "accounts.json"
    try:
        rows = json.loads(file.read_text())
    except FileNotFoundError:
        raise CannotProceed("Chưa có tài khoản nào: hãy chạy ./lienthong up lần đầu.") from None
    except PermissionError:
        raise CannotProceed(f"Không có quyền đọc {file}: hãy chạy bằng người dùng đã khởi động hệ thống.") from None
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for title, least in (("Tên đăng nhập", 22), ("Mật khẩu", 16), ("Họ tên", 8), ("Vai trò", 8), ("Cơ quan", 12)):
        # Names and passwords are copied by hand: folded where the terminal is narrow, never cut.
        table.add_column(title, min_width=least, overflow="fold")
    for row in rows:
        cells = (row["user_name"], row["password"], row["name"], row["role"], row.get("agency") or "")
        table.add_row(*(str(cell) for cell in cells))
    console.print(table, width=None if console.is_terminal else 160)
    return 0

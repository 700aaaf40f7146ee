"""`accounts`: the trial accounts made with the first data."""

import json
from collections import Counter
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from operations.errors import CannotProceed
from shared.core.settings import Settings
from shared.standards.vietnamese import fold

TRY_FIRST = 7
FIRST_PASSWORDS_STAY = (
    "Tài khoản dùng thử không bị buộc đổi mật khẩu ở lần đăng nhập đầu tiên; tài khoản thật thì phải đổi ngay lần đó."
)


def show(settings: Settings, console: Console, who: str = "", *, everybody: bool = False, as_json: bool) -> int:
    file = settings.var / "accounts.json"
    try:
        rows = json.loads(file.read_text())
    except FileNotFoundError:
        raise CannotProceed("Chưa có tài khoản nào: hãy chạy ./lienthong up lần đầu.") from None
    except PermissionError:
        raise CannotProceed(f"Không có quyền đọc {file}: hãy chạy bằng người dùng đã khởi động hệ thống.") from None
    found = [row for row in rows if matches(row, who)]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    if not found:
        raise CannotProceed(f"Không có tài khoản nào khớp với “{who}”.")
    shown = found if who or everybody else try_first(rows)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for title, least in (("Tên đăng nhập", 22), ("Mật khẩu", 16), ("Họ tên", 8), ("Vai trò", 8), ("Cơ quan", 12)):
        # Names and passwords are copied by hand: folded where the terminal is narrow, never cut.
        table.add_column(title, min_width=least, overflow="fold")
    for row in shown:
        cells = (row["user_name"], row["password"], row["name"], row["role"], row.get("agency") or "")
        table.add_row(*(str(cell) for cell in cells))
    console.print(table, width=None if console.is_terminal else 160)
    if len(shown) < len(found):
        console.print(
            f"{len(shown)} người nên thử trước, trong {len(rows)} tài khoản. Tìm: ./lienthong accounts <cơ quan, vai trò"
            " hoặc tên>; tất cả: --all",
            markup=False,
        )
    console.print(FIRST_PASSWORDS_STAY, markup=False)
    return 0


def matches(row: dict[str, Any], who: str) -> bool:
    """Every word stands somewhere in the row, whatever its diacritics."""
    text = fold(" ".join(str(value) for key, value in row.items() if key != "password"))
    return all(word in text for word in fold(who).split())


def try_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A citizen, an enterprise, and one officer of each role, at one agency as far as it has them."""
    counts = Counter(row["agency"] for row in rows if row.get("agency"))
    home = counts.most_common(1)[0][0] if counts else None
    chosen: dict[str, dict[str, Any]] = {}
    people = [row for row in rows if row["role"] != "client-system"]
    for row in sorted(people, key=lambda row: row.get("agency") not in (None, "", home)):
        chosen.setdefault(str(row["role"]), row)
    return list(chosen.values())[:TRY_FIRST]

"""The installed command. Each subcommand only parses and prints; the work is in its own module."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

# First: it gives Typer its words before Typer is imported.
from operations.vietnamese_help import VietnameseCommand, VietnameseGroup, in_vietnamese  # isort: skip

import typer
from rich.console import Console
from typer.exceptions import TyperException

from operations.bench.options import Axis, Options, Part
from operations.errors import CannotProceed
from shared.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CALLED_FROM = Path.cwd()

app = typer.Typer(
    cls=VietnameseGroup,
    name="lienthong",
    help="Liên Thông: hệ thống chính quyền điện tử liên thông của một tỉnh.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH [THAM SỐ]...",
    context_settings={"help_option_names": ["--help", "-h"]},
)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
command = partial(app.command, cls=VietnameseCommand, options_metavar="[TÙY CHỌN]")
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": ["--help"]}


def load_settings() -> Settings:
    """From the environment; the state folder is the project's `var` wherever we are called from."""
    given = os.environ.get("LIENTHONG_VAR")
    return Settings(var=(CALLED_FROM / given).resolve() if given else ROOT / "var")


def running_settings() -> Settings:
    """The same, with the address at which the system on this folder runs, wherever `up` was told to run it."""
    from operations.running import RunFolder

    settings = load_settings()
    address = (RunFolder(settings.var).read_state() or {}).get("address")
    return settings.model_copy(update={"public_url": address}) if address else settings


@command()
def up(
    background: Annotated[bool, typer.Option("--background", "-b", help="Chạy nền, chờ đến khi sẵn sàng.")] = False,
    detached: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Khởi động hệ thống; Ctrl-C để dừng."""
    from operations import starting

    settings = load_settings()
    raise typer.Exit(starting.start(settings, console, background=background, detached=detached))


@command()
def down() -> None:
    """Dừng hệ thống đang chạy."""
    from operations import stopping

    raise typer.Exit(stopping.stop(load_settings(), console))


@command()
def status(as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False) -> None:
    """Xem các tiến trình, sức khỏe và bộ nhớ (mã 3 khi hệ thống không chạy)."""
    from operations import status as view

    raise typer.Exit(view.show(load_settings(), console, as_json=as_json))


@command()
def reset(yes: Annotated[bool, typer.Option("--yes", "-y", help="Không hỏi lại.")] = False) -> None:
    """Xóa toàn bộ dữ liệu trong thư mục var và trở về ban đầu."""
    from operations import stopping

    settings = load_settings()
    if not yes and not typer.confirm(f"Xóa toàn bộ dữ liệu trong {settings.var}? Không thể lấy lại.", default=False):
        console.print("Không xóa gì.")
        raise typer.Exit(1)
    raise typer.Exit(stopping.reset(settings, console))


@command()
def accounts(
    who: Annotated[str, typer.Argument(help="Một phần tên, vai trò hoặc cơ quan, có dấu hoặc không dấu.")] = "",
    everybody: Annotated[bool, typer.Option("--all", "-a", help="In tất cả.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """In các tài khoản dùng thử: bảy người nên thử trước, hoặc những người tìm thấy."""
    from operations import account_list

    raise typer.Exit(account_list.show(load_settings(), console, who, everybody=everybody, as_json=as_json))


@command()
def logs(
    name: Annotated[str | None, typer.Argument(help="Tên tiến trình, ví dụ one-stop-worker.")] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Xem tiếp khi có dòng mới.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="Số dòng cuối.")] = 50,
) -> None:
    """Xem nhật ký của các tiến trình."""
    from operations import log_view

    raise typer.Exit(log_view.show(load_settings().var / "logs", name, follow=follow, lines=lines))


@command()
def seed() -> None:
    """Công bố dữ liệu đã đổi của tỉnh (cơ quan, thủ tục, tờ khai, lịch làm việc) lên hệ thống đang chạy."""
    from operations import publishing

    raise typer.Exit(publishing.publish(running_settings(), console))


@command()
def ask_reset(user_name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]) -> None:
    """Đề nghị cấp lại mật khẩu cho quản trị danh bạ hoặc quản trị hệ thống; một người thứ hai xác nhận ở trang Danh bạ."""
    from operations import asking

    raise typer.Exit(asking.ask(running_settings(), console, user_name))


@command(context_settings=PASS_ON)
def simulators(context: typer.Context) -> None:
    """Chạy nhà cung cấp tin nhắn SMS, Zalo giả lập để thử; Ctrl-C để dừng."""
    console.print("Cách dùng, cách bảo nó làm sai: simulators/README.md")
    program = str(ROOT / "simulators" / "message_gateway.py")
    os.execv(sys.executable, [sys.executable, program, *context.args])


@command()
def demo() -> None:
    """Diễn hai việc chính trên hệ thống đang chạy: một hồ sơ và một văn bản đi hết vòng đời."""
    from operations.demo import play_demo

    raise typer.Exit(play_demo(running_settings(), console))


@command()
def bench(
    rounds: Annotated[int, typer.Option("--rounds", metavar="SỐ", min=1, help="Số lượt đo xen kẽ; lấy trung vị.")] = 3,
    seconds: Annotated[float, typer.Option("--seconds", metavar="GIÂY", min=0.1, help="Số giây của mỗi lượt.")] = 4.0,
    axis: Annotated[Axis | None, typer.Option("--axis", help="Trục; mặc định là RabbitMQ nếu máy có.")] = None,
    only: Annotated[
        Part | None,
        typer.Option("--only", help="Chỉ đo văn bản và cổng vào, hồ sơ và bàn làm việc, hoặc danh sách dài."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", metavar="TỆP", help="Tệp kết quả.")] = Path("var/bench.json"),
) -> None:
    """Đo hiệu năng so với giới hạn thô của máy, trên máy chủ riêng."""
    from operations.bench.running import run_bench

    raise typer.Exit(run_bench(Options(rounds, seconds, axis, only, output), console))


@command()
def fill(
    agency: Annotated[
        str, typer.Argument(metavar="MÃ", help="Mã định danh của cơ quan; xem ở ./lienthong accounts --all.")
    ],
    tables: Annotated[
        list[str] | None,
        typer.Argument(metavar="[BẢNG]...", help="dossier, incoming_document, outgoing_document; không nêu: cả ba."),
    ] = None,
    rows: Annotated[int, typer.Option("--rows", "-n", metavar="SỐ", help="Số dòng mỗi bảng.")] = 1_000_000,
) -> None:
    """Ghi thêm dữ liệu thử vào danh sách của một cơ quan, để xem hệ thống chạy thế nào khi danh sách dài (bản chạy thử)."""
    from operations import filling

    raise typer.Exit(filling.fill(running_settings(), console, agency, rows, tables or []))


@command(context_settings=PASS_ON)
def test(context: typer.Context) -> None:
    """Chạy các phép thử (thêm đường dẫn hoặc tùy chọn của pytest)."""
    from operations import testing

    raise typer.Exit(testing.run_tests(ROOT, CALLED_FROM, context.args, console))


@command()
def lint(fix: Annotated[bool, typer.Option("--fix", help="Tự sửa những gì ruff sửa được.")] = False) -> None:
    """Kiểm tra mã nguồn: ruff, mypy, quan hệ giữa các mô-đun, alembic."""
    from operations import linting

    raise typer.Exit(linting.run_checks(ROOT, console, fix=fix))


@command()
def audit(
    sbom: Annotated[Path | None, typer.Option(help="Ghi danh mục thành phần (CycloneDX) vào tệp này.")] = None,
) -> None:
    """Hỏi về lỗ hổng đã biết của các thư viện và lập danh mục thành phần (SBOM)."""
    from operations import auditing

    raise typer.Exit(auditing.audit(ROOT, console, CALLED_FROM / sbom if sbom else None))


def main() -> None:
    os.chdir(ROOT)
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="./lienthong", standalone_mode=False)
    except CannotProceed as refusal:
        errors.print(f"Lỗi: {refusal}", markup=False, style="bold red")
        code = 1
    except (KeyboardInterrupt, typer.Abort):
        errors.print("Đã dừng theo yêu cầu.")
        code = 130
    except TyperException as mistake:
        errors.print(f"Lỗi: {in_vietnamese(mistake.format_message())} Xem ./lienthong --help.", markup=False)
        code = 2
    sys.exit(code or 0)


if __name__ == "__main__":
    main()

"""`demo`: both main jobs through the front door of the running province, with its real data."""

import json
from datetime import datetime

import httpx
from rich.console import Console

from operations.checks import check_province
from operations.demo.callers import Callers, Patience
from operations.demo.casting import Repertoire, cast_agencies, cast_giver, of_operator
from operations.demo.counter_work import CounterWork
from operations.demo.desk_work import DeskScenes
from operations.demo.directive_work import DirectiveScenes
from operations.demo.documents import DocumentScenes
from operations.demo.dossiers import DossierScenes
from operations.demo.joint_work import JointScenes
from operations.demo.office_work import OfficeScenes
from operations.demo.playbill import Playbill
from operations.demo.records_work import RecordsWork
from operations.demo.review_work import ReviewScenes
from operations.errors import CannotProceed
from operations.health import await_settled, is_healthy
from shared.core.clock import VIETNAM
from shared.core.province import read_agencies
from shared.core.settings import SERVICES, Settings

_FIRST_DATA_WITHIN = 300.0
"""Seconds until a slow machine has its agencies and certificates, after `up`."""


def _why_not(settings: Settings) -> str:
    silent = [service for service in SERVICES if not is_healthy(f"{settings.service_url(service)}/readyz")]
    if not is_healthy(f"{settings.address}/healthz"):
        return f"Hệ thống chưa chạy tại {settings.address}: hãy chạy ./lienthong up rồi diễn lại."
    if silent:
        return f"Phần {', '.join(silent)} chưa sẵn sàng: hãy xem ./lienthong logs {silent[0]}, rồi diễn lại."
    return (
        "Cổng vào chưa nhận đủ các phần: hãy đợi nửa phút rồi diễn lại; nếu vẫn vậy, hãy xem ./lienthong logs gateway."
    )


def play_demo(settings: Settings, console: Console) -> int:
    """Each run makes new dossiers and documents; nothing of an earlier run is touched."""
    accounts = _accounts(settings)
    if not is_healthy(f"{settings.address}/readyz", patience=10):
        raise CannotProceed(_why_not(settings))
    if not await_settled(settings, 0):
        console.print("Đang chờ các dịch vụ trao đổi xong dữ liệu (danh bạ, chứng thư số) ...", style="yellow")
        if not await_settled(settings, 60):
            console.print("Các dịch vụ còn đang trao đổi dữ liệu; vẫn diễn tiếp.", style="yellow")
    bill = Playbill(console, settings.address)
    console.print(f"Diễn hai việc chính trên hệ thống đang chạy tại {settings.address}", style="bold")
    province, folder = check_province(settings), settings.province_folder
    agencies = cast_agencies(read_agencies(folder), of_operator(accounts))
    giving = cast_giver(read_agencies(folder), accounts, agencies.issuing)
    patience = Patience(_FIRST_DATA_WITHIN, lambda words: console.print(words, style="yellow", markup=False))
    callers = Callers(settings.address, accounts, patience)
    try:
        today = datetime.now(VIETNAM).date()
        work, repertoire = CounterWork(callers, folder, today), Repertoire(folder)
        DossierScenes(work, repertoire, bill).play()
        OfficeScenes(work, repertoire, bill).play()
        JointScenes(work, repertoire, bill, agencies.issuing).play()
        DeskScenes(work, repertoire, bill, agencies.issuing).play()
        DocumentScenes(RecordsWork(callers, province), agencies, bill).play()
        ReviewScenes(RecordsWork(callers, province), agencies.issuing, bill).play()
        DirectiveScenes(RecordsWork(callers, province), agencies, giving, bill).play()
        directory, operator = (
            callers.at(agencies.issuing, role).user_name for role in ("Quản trị danh bạ", "Quản trị hệ thống")
        )
        bill.look_at("/danh-ba", directory, "danh bạ cơ quan, cán bộ")
        bill.look_at("/van-hanh", operator, "hàng đợi, độ trễ, thư chết của trục liên thông")
    except httpx.HTTPError as error:
        raise CannotProceed(
            f"Mất liên lạc với hệ thống ({type(error).__name__}): hãy xem ./lienthong status."
        ) from error
    finally:
        callers.close()
    bill.print_places()
    return 0


def _accounts(settings: Settings) -> list[dict[str, str]]:
    file = settings.var / "accounts.json"
    try:
        accounts: list[dict[str, str]] = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise CannotProceed("Chưa có tài khoản dùng thử: hãy chạy ./lienthong up lần đầu rồi diễn lại.") from None
    except PermissionError:
        raise CannotProceed(f"Không có quyền đọc {file}: hãy chạy bằng người dùng đã khởi động hệ thống.") from None
    return accounts

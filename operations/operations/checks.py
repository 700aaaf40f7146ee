"""Looked at before anything starts: what would go wrong later is said now, in one sentence, with what to do."""

import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from operations.errors import CannotProceed
from operations.ports import is_port_free
from operations.processes import command_name
from shared.core.province import Province, read_province
from shared.core.settings import SERVICES, SIGNING, Settings

LEAST_FREE_MB = 300
SEEDED = "seeded"
"""In `var`: which province was published here last, and the digest of its data."""


def check_province(settings: Settings) -> Province:
    """What the province's own data say of it. Refuses another one than was seeded here: its data would end all agencies."""
    mark = settings.var / SEEDED
    kept = mark.read_text().split(" ")[0].strip() if mark.exists() else settings.province
    if kept != settings.province:
        raise CannotProceed(
            f"Thư mục {settings.var} đang giữ dữ liệu của tỉnh khác: hãy đặt LIENTHONG_PROVINCE={kept}, "
            f"hoặc đặt LIENTHONG_VAR tới một thư mục riêng cho {settings.province}."
        )
    try:
        return read_province(settings.province_folder)
    except ValueError as fault:
        raise CannotProceed(str(fault)) from fault


def check_folder(var: Path) -> None:
    """May we write here, and is there room?"""
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe = var / f".probe-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
        for part in ("run", "logs", "keys"):
            folder = var / part
            folder.mkdir(mode=0o700 if part == "keys" else 0o755, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(13, "", str(folder))
    except PermissionError as failure:
        raise CannotProceed(
            f"Không có quyền ghi vào {failure.filename}: hãy chạy bằng chủ của thư mục này, "
            "hoặc đặt LIENTHONG_VAR tới một thư mục ghi được."
        ) from None
    except OSError as failure:
        raise CannotProceed(f"Không ghi được vào {var} ({failure.strerror}): hãy kiểm tra ổ đĩa.") from None
    free = shutil.disk_usage(var).free // 2**20
    if free < LEAST_FREE_MB:
        raise CannotProceed(
            f"Ổ đĩa chứa {var} chỉ còn {free} MB, cần ít nhất {LEAST_FREE_MB} MB: hãy dọn chỗ trống rồi chạy lại."
        )


def check_ports(settings: Settings) -> None:
    wanted = {settings.port: (settings.host, "cổng vào")}
    wanted |= {settings.service_port(name): ("127.0.0.1", f"dịch vụ {name}") for name in (*SERVICES, SIGNING)}
    for port, (host, purpose) in wanted.items():
        if is_port_free(port, host):
            continue
        if port < 1024 and os.geteuid() != 0:
            raise CannotProceed(f"Cổng {port} ({purpose}) dành cho quản trị: hãy đặt LIENTHONG_PORT từ 1024 trở lên.")
        raise CannotProceed(
            f"Cổng {port} ({purpose}) đang bị chương trình khác dùng{_holder_of(port)}: "
            "hãy dừng chương trình đó, hoặc đặt LIENTHONG_PORT thành một cổng khác rồi chạy lại."
        )


def check_broker(url: str) -> None:
    """Somebody listens there and speaks; names and passwords are judged by the axis itself."""
    parts = urlsplit(url)
    address = (parts.hostname or "localhost", parts.port or (5671 if parts.scheme == "amqps" else 5672))
    try:
        with socket.create_connection(address, timeout=5) as connection:
            if parts.scheme == "amqps":
                return
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            if connection.recv(1) == b"\x01":
                return
            reason = "không nói AMQP 0-9-1"
    except OSError as failure:
        reason = failure.strerror or str(failure)
    raise CannotProceed(
        f"Không kết nối được RabbitMQ ở {address[0]}:{address[1]} ({reason}): "
        "hãy khởi động RabbitMQ, sửa LIENTHONG_BROKER_URL, hoặc bỏ biến này để dùng trục liên thông nhúng."
    )


def _holder_of(port: int) -> str:
    """Who listens there, when we may see it: ' (tiến trình 123, nginx)'."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    for pid in [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()] if inodes else []:
        try:
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                if str(descriptor.readlink()) in inodes:
                    return f" (tiến trình {pid}, {command_name(int(pid))})"
        except OSError:
            continue
    return ""

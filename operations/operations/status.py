"""`status`: what runs, since when, how well, and how much memory it takes."""

import json
import time
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from operations.health import is_healthy
from operations.processes import descendants, is_alive, memory_in_kb, started_at
from operations.running import RunFolder
from operations.supervised_process import SILENT_FOR, last_beat
from shared.core.settings import Settings

NOT_RUNNING = 3


def collect(settings: Settings) -> dict[str, Any]:
    """The same facts for the table and for programs."""
    state = RunFolder(settings.var).read_state()
    if not state:
        return {"running": False, "processes": []}
    rows = [_row("supervisor", state["pid"], 0, True, [state["pid"]])]
    postgres = state.get("postgres")
    if postgres:
        pid = postgres["pid"]
        rows.append(_row("postgres", pid, postgres["restarts"], True, _tree(pid)))
    for process in state["processes"]:
        pid = process["pid"]
        rows.append(_row(process["name"], pid, process["restarts"], _answers(process), _tree(pid)))
    return {
        "running": True,
        "ready": state["ready"],
        "address": state["address"],
        "processes": rows,
        "scans_files": bool(settings.clamd_url),
        "memory_mb": round(sum(row["memory_mb"] for row in rows), 1),
    }


def _tree(pid: int | None) -> list[int]:
    """With what it started: connections of the database, keepers and the confined work on foreign files."""
    return [pid, *descendants(pid)] if pid else []


def _answers(process: dict[str, Any]) -> bool:
    """A door is knocked at; a worker has touched its file a moment ago."""
    if process["health_url"]:
        return is_healthy(process["health_url"])
    return time.time() - last_beat(Path(process["heartbeat"])) / 1e9 < SILENT_FOR


def _row(name: str, pid: int | None, restarts: int, answers: bool, tree: list[int]) -> dict[str, Any]:
    alive = pid is not None and is_alive(pid)
    healthy = alive and answers
    return {
        "name": name,
        "pid": pid,
        "up_since": started_at(pid) if pid is not None and alive else None,
        "restarts": restarts,
        "health": "healthy" if healthy else ("not_answering" if alive else "dead"),
        "memory_mb": round(sum(memory_in_kb(member) for member in tree) / 1024, 1),
    }


_WORDS = {"healthy": "[green]tốt[/]", "not_answering": "[yellow]không trả lời[/]", "dead": "[red]đã dừng[/]"}


def show(settings: Settings, console: Console, *, as_json: bool) -> int:
    found = collect(settings)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    elif not found["running"]:
        console.print("Liên Thông không chạy. Khởi động bằng ./lienthong up")
    else:
        console.print(_table(found))
        console.print(f"{found['address']} · tổng bộ nhớ (PSS): {_decimal(found['memory_mb'])} MB")
        if not found["scans_files"]:
            console.print("Tệp tải lên không được quét mã độc (chưa đặt LIENTHONG_CLAMD_URL).")
    return 0 if found["running"] else NOT_RUNNING


def _table(found: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for title, right in (
        ("Tiến trình", False),
        ("PID", True),
        ("Chạy từ", False),
        ("Lần lại", True),
        ("Sức khỏe", False),
        ("MB", True),
    ):
        table.add_column(title, justify="right" if right else "left", no_wrap=True)
    for row in found["processes"]:
        since = time.strftime("%d/%m %H:%M:%S", time.localtime(row["up_since"])) if row["up_since"] else ""
        cells = (row["name"], str(row["pid"] or ""), since, str(row["restarts"]), _WORDS[row["health"]])
        table.add_row(*cells, _decimal(row["memory_mb"]))
    return table


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")

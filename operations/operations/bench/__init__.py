"""`./lienthong bench`: ratios to raw limits measured in the same run, on servers of its own."""

import argparse
import asyncio
import json
import os
import platform
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from operations.bench.figures import Figure
from operations.bench.measures import Bench
from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ, find_rabbitmq
from shared.core.settings import Settings


def run_bench(arguments: list[str], console: Console) -> int:
    """Exit code 0 when every floor holds, 1 when one does not."""
    parser = argparse.ArgumentParser(prog="./lienthong bench", description="Đo hiệu năng so với giới hạn thô của máy.")
    parser.add_argument("--rounds", type=int, default=3, help="số lượt đo xen kẽ (trung vị được lấy)")
    parser.add_argument("--seconds", type=float, default=4.0, help="số giây của mỗi lượt")
    parser.add_argument(
        "--axis", choices=("rabbitmq", "postgres"), default="rabbitmq" if find_rabbitmq() else "postgres"
    )
    parser.add_argument("--output", type=Path, default=Path("var/bench.json"), help="tệp kết quả")
    options = parser.parse_args(arguments)
    if options.axis == "postgres" and not find_rabbitmq():
        console.print("Máy này chưa có RabbitMQ: đo trục trên PostgreSQL; P2b và P4 không đo được.")
    broker = PrivateRabbitMQ() if find_rabbitmq() else None
    province = PrivateProvince(
        broker if options.axis == "rabbitmq" else None,
        LIENTHONG_RATE_LIMIT="100000000",
        LIENTHONG_PROVINCE=Settings().province,
    )
    try:
        if broker is not None:
            console.print("Khởi động RabbitMQ riêng ...")
            broker.start()
        console.print("Khởi động một tỉnh riêng ...")
        province.start()
        say = lambda line: console.print(f"  {line} ...", markup=False)  # noqa: E731
        figures = asyncio.run(Bench(province, broker, options.rounds, options.seconds, say).measure())
    finally:
        province.stop()
        if broker is not None:
            broker.remove()
    console.print(_table(figures))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(_report(figures, options), ensure_ascii=False, indent=1) + "\n", "utf-8")
    console.print(f"Kết quả ở {options.output}")
    return 0 if all(figure.holds for figure in figures) else 1


def _table(figures: list[Figure]) -> Table:
    table = Table(title="So với giới hạn thô đo trong cùng lần chạy")
    for title in ("Mục", "Chỉ số", "Đo được", "Sàn", "Đích", "Đạt sàn", "Bên cạnh"):
        table.add_column(title)
    for figure in figures:
        beside = ", ".join(f"{name} {value:,.1f}" for name, value in figure.beside.items())
        table.add_row(
            figure.number, figure.name, f"{figure.value:.2f} {figure.unit}", f"{figure.floor:g}", f"{figure.target:g}",
            "đạt" if figure.holds else "CHƯA", beside,
        )  # fmt: skip
    return table


def _report(figures: list[Figure], options: argparse.Namespace) -> dict[str, object]:
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()},
        "axis": options.axis,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "figures": [
            {
                "number": figure.number,
                "name": figure.name,
                "value": round(figure.value, 3),
                "unit": figure.unit,
                "floor": figure.floor,
                "target": figure.target,
                "holds": figure.holds,
                "beside": {name: round(value, 1) for name, value in figure.beside.items()},
            }
            for figure in figures
        ],
    }

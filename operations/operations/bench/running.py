"""`./lienthong bench`: ratios to raw limits measured in the same run, on servers of its own."""

import asyncio
import json
import os
import platform
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from operations.bench.figures import Figure
from operations.bench.measures import Bench
from operations.bench.options import Axis, Options, Part
from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ, find_rabbitmq
from shared.core.settings import Settings

_WITHOUT_BROKER = (Part.DOSSIERS, Part.LISTS, Part.SIGNING)
"""Parts that the axis has nothing to do with."""


def run_bench(options: Options, console: Console) -> int:
    """Exit code 0 when every floor holds, 1 when one does not."""
    options.axis = options.axis or (Axis.RABBITMQ if find_rabbitmq() else Axis.POSTGRES)
    if options.only in _WITHOUT_BROKER:
        options.axis = Axis.POSTGRES
    elif options.axis == Axis.POSTGRES and not find_rabbitmq():
        console.print("Máy này chưa có RabbitMQ: đo trục trên PostgreSQL; P2b và P4 không đo được.")
    broker = PrivateRabbitMQ() if find_rabbitmq() and options.only not in _WITHOUT_BROKER else None
    province = PrivateProvince(
        broker if options.axis == Axis.RABBITMQ else None,
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
        figures = asyncio.run(
            _measured(Bench(province, broker, options.rounds, options.seconds, say), options.only or "", say)
        )
    finally:
        province.stop()
        if broker is not None:
            broker.remove()
    console.print(_table(figures))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(_report(figures, options), ensure_ascii=False, indent=1) + "\n", "utf-8")
    console.print(f"Kết quả ở {options.output}")
    return 0 if all(figure.holds for figure in figures) else 1


async def _measured(bench: Bench, only: str, say: Callable[[str], None]) -> list[Figure]:
    figures = []
    async for more in bench.measure(only):
        for figure in more:
            say(f"{figure.number} = {figure.value:.3f} {figure.unit}")
        figures += more
    return figures


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


def _report(figures: list[Figure], options: Options) -> dict[str, object]:
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

"""What is printed: each step with its time, and at the end where to look."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape


@dataclass
class Playbill:
    """Diễn biến: one line a step, with the milliseconds it took."""

    console: Console
    address: str
    steps: int = 0
    _began: float = field(default_factory=time.perf_counter)
    _places: list[tuple[str, str, str]] = field(default_factory=list)

    def scene(self, title: str) -> None:
        self.console.print()
        self.console.print(title, style="bold")

    @contextmanager
    def step(self, who: str, what: str) -> Iterator["Line"]:
        line = Line()
        began = time.perf_counter()
        try:
            yield line
        except BaseException:
            self.console.print(f"  [red]✗[/]        {escape(f'{who}: {what}')}")
            raise
        took = time.perf_counter() - began
        self.steps += 1
        note = f" → {line.outcome}" if line.outcome else ""
        milliseconds = f"{took * 1000:,.0f}".replace(",", ".")
        self.console.print(f"  [green]✓[/] {milliseconds:>6} ms  {escape(f'{who}: {what}')}[dim]{escape(note)}[/]")

    def look_at(self, path: str, user_name: str, what: str) -> None:
        """Something that this run leaves behind."""
        self._places.append((f"{self.address}{path}", user_name, what))

    def print_places(self) -> None:
        """One line to open, one that says as whom and why: addresses are never folded."""
        self.scene("Xem kết quả (mật khẩu của các tài khoản: ./lienthong accounts)")
        for address, user_name, what in self._places:
            self.console.print(f"  {address}")
            self.console.print(f"      [cyan]{escape(user_name)}[/]: {escape(what)}")
        whole = f"{time.perf_counter() - self._began:.1f}".replace(".", ",")
        self.console.print(f"\nĐã diễn xong {self.steps} bước trong {whole} giây.", style="bold")


@dataclass
class Line:
    """One step; `outcome` is what came of it, shown behind."""

    outcome: str = ""

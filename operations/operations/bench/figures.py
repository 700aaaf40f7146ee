"""One measured figure with its floor and target."""

from dataclasses import dataclass, field


@dataclass
class Figure:
    """Một chỉ số đo được."""

    number: str
    name: str
    value: float
    unit: str
    floor: float
    target: float
    smaller_is_better: bool = False
    beside: dict[str, float] = field(default_factory=dict)
    """The raw limit and the absolute figures behind the ratio."""

    @property
    def holds(self) -> bool:
        return self.value <= self.floor if self.smaller_is_better else self.value >= self.floor

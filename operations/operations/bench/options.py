"""What may be said to `./lienthong bench`; apart, so that saying it loads nothing that measures."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Part(StrEnum):
    """What `--only` measures by itself."""

    DOCUMENTS = "documents"
    DOSSIERS = "dossiers"
    LISTS = "lists"
    SIGNING = "signing"


class Axis(StrEnum):
    """What carries the events meanwhile."""

    RABBITMQ = "rabbitmq"
    POSTGRES = "postgres"


@dataclass
class Options:
    """How to measure; `axis` None: RabbitMQ where the machine has it."""

    rounds: int
    seconds: float
    axis: Axis | None
    only: Part | None
    output: Path

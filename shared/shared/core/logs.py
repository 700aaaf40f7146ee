"""Structured logs: one JSON object a line, with the request id, without personal data."""

import logging
import sys
from collections import deque
from collections.abc import MutableMapping
from typing import Any

import structlog

from shared.core import context

_recent: deque[dict[str, str]] = deque(maxlen=20)


def recent_errors() -> list[dict[str, str]]:
    """The last errors of this process, newest first: `at`, `event`, `error` (a class), `request_id`. No more than the log says."""
    return list(reversed(_recent))


def _keep_error(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if event.get("level") in ("error", "critical"):
        _recent.append(
            {
                "at": str(event.get("timestamp", "")),
                "event": str(event.get("event", ""))[:120],
                "error": str(event.get("error", ""))[:120],
                "request_id": str(event.get("request_id", "")),
            }
        )
    return event


def _add_request_id(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if request_id := context.request_id.get():
        event["request_id"] = request_id
    if trace := context.traceparent.get():
        event["trace_id"] = trace[3:35]
    return event


_NOISY = ("uvicorn.access", "aio_pika", "aiormq", "fontTools", "pyhanko")
_process = ""


def configure(process: str, level: str = "info") -> None:
    """Send our own and the libraries' log lines to standard error as JSON, marked with the process's name.

    A forked process calls it anew: loggers that were used before know its name too.
    """
    global _process
    _process = process
    common: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_process,
        _add_request_id,
        _keep_error,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    wanted = {root: logging.getLevelNamesMapping()[level.upper()]}
    wanted |= {logging.getLogger(noisy): logging.WARNING for noisy in _NOISY}
    for logger, number in wanted.items():
        if logger.level != number:  # each change is written into every logger there is, shared until then
            logger.setLevel(number)


def _add_process(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["process"] = _process
    return event


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger

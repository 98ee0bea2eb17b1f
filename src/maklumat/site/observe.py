"""Logs as JSON without personal data, and OpenMetrics counters by route name."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, multiprocess, openmetrics

REGISTRY = CollectorRegistry()
_requests = Counter(
    "maklumat_requests", "Answers by route, method and status class", ["route", "method", "status"], registry=REGISTRY
)
_seconds = Histogram(
    "maklumat_request_seconds",
    "Seconds until the answer",
    ["route"],
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
_jobs = Gauge("maklumat_jobs", "Jobs in the outbox that wait (todo) or failed", ["state"], registry=REGISTRY)
_log = logging.getLogger("maklumat.web")


def answered(route: str, method: str | None, status: int, seconds: float) -> None:
    """Count one answer; slow and failed ones are logged under the route's name. What is asked of the sealed channel is
    neither: a count that moves tells when somebody wrote."""
    if route.startswith("whistleblowing:"):
        return
    known = method if method in ("GET", "HEAD", "POST", "PATCH", "OPTIONS", "DELETE") else "other"
    _requests.labels(route, known, f"{status // 100}xx").inc()
    _seconds.labels(route).observe(seconds)
    if status >= 500 or seconds > 2:
        _log.warning("answer", extra={"route": route, "status": status, "seconds": round(seconds, 3)})


def metrics() -> tuple[bytes, str]:
    """The OpenMetrics text and its content type."""
    from maklumat.kernel import outbox

    for state, count in outbox.counts().items():
        _jobs.labels(state).set(count)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return openmetrics.exposition.generate_latest(registry), openmetrics.exposition.CONTENT_TYPE_LATEST


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Only the message template and named extras, never arguments from people."""

    EXTRAS = ("route", "status", "seconds", "job", "count", "path")

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if not record.name.startswith("django") else str(record.msg),
        }
        line |= {name: getattr(record, name) for name in self.EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = type(record.exc_info[1]).__name__
            line["where"] = (
                self.formatException(record.exc_info).splitlines()[-3:-1]
                if os.environ.get("MAKLUMAT_TRACE") != "1"
                else self.formatException(record.exc_info)
            )
        return json.dumps(line, ensure_ascii=False, default=str)

"""What the gateway counts for Prometheus."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from gateway.proxy.circuit import Circuit

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Figures:
    """Số liệu của cổng."""

    def __init__(self, circuits: Mapping[str, Circuit]) -> None:
        self.registry = CollectorRegistry()
        self._kept: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._requests = Counter(
            "lienthong_gateway_requests", "Requests", ["service", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "lienthong_gateway_request_seconds", "Time to answer", ["service"], buckets=_BUCKETS, registry=self.registry
        )
        self._limited = Counter(
            "lienthong_gateway_rate_limited", "Requests over a rate", ["caller"], registry=self.registry
        )
        open_circuits = Gauge(
            "lienthong_gateway_circuit_open", "1 while a service is left in peace", ["service"], registry=self.registry
        )
        for service, circuit in circuits.items():
            open_circuits.labels(service).set_function(_openness(circuit))

    def note(self, service: str, method: str, status: int, seconds: float) -> None:
        key = (service, method, status)
        found = self._kept.get(key)
        if found is None:
            # Finding a labelled figure costs more than counting; there are few of them.
            found = self._requests.labels(service, method, str(status)), self._seconds.labels(service)
            self._kept[key] = found
        found[0].inc()
        found[1].observe(seconds)

    def note_limited(self, kind: str) -> None:
        self._limited.labels(kind).inc()


def _openness(circuit: Circuit) -> Callable[[], float]:
    return lambda: float(circuit.is_open)

"""Who listens to whom. By publisher and kind of subject, so that every listener sees a gap-free sequence per subject."""

SUBSCRIPTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("mail-directory", "agency"): ("document-exchange", "one-stop", "online-services"),
    ("mail-directory", "unit"): ("document-exchange", "one-stop"),
    ("mail-directory", "person"): ("document-exchange", "one-stop"),
    ("one-stop", "procedure"): ("online-services",),
    ("online-services", "submission"): ("one-stop",),
    ("one-stop", "dossier"): ("online-services",),
    ("one-stop", "part"): ("one-stop",),
    ("one-stop", "report"): ("one-stop",),
    ("one-stop", "entry"): ("document-exchange",),
    ("document-exchange", "entry"): ("one-stop",),
    ("one-stop", "number"): ("document-exchange",),
    ("document-exchange", "number"): ("one-stop",),
    ("one-stop", "calendar"): ("document-exchange", "online-services"),
    ("one-stop", "notification"): ("mail-directory",),
    ("document-exchange", "notification"): ("mail-directory",),
    ("document-exchange", "delivery"): ("document-exchange",),
    ("one-stop", "figure"): ("one-stop", "online-services"),
    ("document-exchange", "figure"): ("one-stop",),
    ("document-exchange", "progress"): ("document-exchange",),
    ("document-exchange", "task"): ("document-exchange",),
    ("document-exchange", "task-report"): ("document-exchange",),
    ("document-exchange", "opinion-request"): ("document-exchange",),
    ("document-exchange", "opinion-answer"): ("document-exchange",),
}
"""(publisher, kind of subject) → services whose inbox must report before the publisher's outbox row is done."""


def subscribers_of(publisher: str, kind: str) -> tuple[str, ...]:
    return SUBSCRIPTIONS.get((publisher, kind), ())


def routing_key(publisher: str, kind: str, event_type: str) -> str:
    """Key on the topic exchange; a listener binds `<publisher>.<kind>.#`."""
    return f"{publisher}.{kind}.{event_type}"


def report_key(publisher: str, consumer: str) -> str:
    """Key of a report: `consumer` tells `publisher` what its inbox holds."""
    return f"report.{publisher}.{consumer}"


def reports_to(publisher: str) -> str:
    return f"report.{publisher}.#"


def bindings_of(service: str) -> list[str]:
    return [f"{publisher}.{kind}.#" for (publisher, kind), listeners in SUBSCRIPTIONS.items() if service in listeners]

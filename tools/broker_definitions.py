"""Writes deploy/rabbitmq/definitions.json: what each service may do at the broker, from the table of subscriptions."""

import json
import sys
from pathlib import Path

from operations.broker_rights import definitions, users_of
from shared.messaging.axis.choice import topology

FILE = Path(__file__).parents[1] / "deploy" / "rabbitmq" / "definitions.json"


def placeholder(user: str) -> str:
    """Where deploy/rabbitmq/start-node.sh puts the password of that name from the environment."""
    return f"@RABBITMQ_{user.replace('-', '_').upper()}_PASSWORD@"


def write() -> str:
    users = users_of(topology())
    return json.dumps(definitions(topology(), {user: placeholder(user) for user in users}), indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(write(), "utf-8")
    sys.exit(0)

"""AsyncAPI 3.0 of the events on the axis, made from the event classes and the table of subscriptions."""

from typing import Any

from shared.contracts import Event, registered_events, subscribers_of
from shared.contracts.routing import routing_key

_ENVELOPE: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "id", "type", "source", "subject", "time", "sequence", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "type": {"type": "string"},
        "source": {"type": "string"},
        "subject": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "sequence": {
            "type": "integer",
            "minimum": 1,
            "description": "1, 2, 3 ... của từng đối tượng, không có khoảng trống",
        },
        "traceparent": {"type": "string"},
        "datacontenttype": {"const": "application/json"},
        "data": {"type": "object"},
    },
}


def describe_events(version: str = "1") -> dict[str, Any]:
    """The whole document."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Envelope": _ENVELOPE}
    for type_, event in sorted(registered_events().items()):
        name = type_.replace(".", "_")
        schemas[name] = _schema(event)
        messages[name] = _message(type_, event, name)
        channels[name] = {
            "address": routing_key(event.publisher(), event.kind, type_),
            "description": f"Đối tượng (subject): {event.kind}/<{event.subject_field}>.",
            "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        }
        operations[f"{event.publisher()}_sends_{name}"] = _operation("send", name, event.publisher())
        for listener in subscribers_of(event.publisher(), event.kind):
            operations[f"{listener}_receives_{name}"] = _operation("receive", name, listener)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Trục liên thông",
            "version": version,
            "description": "Sự kiện giữa các phần của hệ thống, theo CloudEvents 1.0 (JSON). Giao ít nhất một lần, "
            "theo thứ tự của từng đối tượng (subject). Nhiều sự kiện cùng loại có thể đi trong một thông điệp "
            "(application/cloudevents-batch+json, một mảng JSON). Mỗi thông điệp mang chữ ký của phần gửi "
            "(x-lienthong-proof); thông điệp không có hoặc sai chữ ký không có hiệu lực.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }


def _schema(event: type[Event]) -> dict[str, Any]:
    schema = event.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["description"] = event.summary
    # Values that several events carry are written into each schema: a reader needs no second look-up.
    whole: dict[str, Any] = _inlined(schema, schema.pop("$defs", {}))
    return whole


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        return _inlined(definitions[reference.rsplit("/", 1)[1]], definitions)
    return {key: _inlined(value, definitions) for key, value in node.items()}


def _message(type_: str, event: type[Event], name: str) -> dict[str, Any]:
    return {
        "name": type_,
        "title": event.summary,
        "contentType": "application/cloudevents+json",
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/Envelope"},
                {
                    "properties": {
                        "type": {"const": type_},
                        "source": {"const": f"/{event.publisher()}"},
                        "data": {"$ref": f"#/components/schemas/{name}"},
                    }
                },
            ]
        },
    }


def _operation(action: str, name: str, who: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
        "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
        "tags": [{"name": who}],
    }

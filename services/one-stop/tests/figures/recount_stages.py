"""Counts how often each stage kept its deadline, from the lines of histories. A program of its own, which knows nothing of the service.

python recount_stages.py LINES.json    (each line: dossier, number, action, at, due_at, from_step, to_step; moments in ISO 8601)

A line says until when the step that it begins is to be done; the next line that ends a step is in time when it is not later.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

ENDS = {"accept", "transfer", "finish", "branches-joined", "approve", "sign", "hand-over"}


def stage_of(line: dict[str, Any], first_step: str) -> str:
    if line["action"] == "accept" or (line["action"] == "transfer" and line["from_step"] == first_step):
        return "Tiếp nhận"
    if line["action"] == "hand-over":
        return "Trả kết quả"
    if line["action"] == "branches-joined":
        return "Liên thông song song"
    return "Phê duyệt, ký" if line["action"] in ("approve", "sign") else "Thẩm định"


def count(lines: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Of each stage: in time, and all."""
    found: dict[str, list[int]] = {}
    for dossier in {line["dossier"] for line in lines}:
        own = sorted((line for line in lines if line["dossier"] == dossier), key=lambda line: line["number"])
        first, due = own[0]["to_step"], None
        for line in own:
            if line["action"] in ENDS and due is not None:
                kept = found.setdefault(stage_of(line, first), [0, 0])
                kept[0] += datetime.fromisoformat(line["at"]) <= datetime.fromisoformat(due)
                kept[1] += 1
            due = line["due_at"]
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(count(json.loads(Path(sys.argv[1]).read_text("utf-8")))))

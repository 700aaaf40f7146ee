"""Counts biểu II.06a again from a file of its dossiers. A program of its own: it knows the form, and nothing of what made the file.

python recount.py FILE.csv FIRST_DAY UNTIL        (day as 2026-01-31, UNTIL as 2026-02-01T00:00)
"""

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%H:%M %d/%m/%Y") if text else None  # noqa: DTZ007  all of them are of one place


def count(rows: list[dict[str, str]], first: date, until: datetime) -> list[int]:
    """Columns 3 to 13."""
    online = direct = carried = early = on_time = late = running = overdue = 0
    for row in rows:
        received, due, ended = (moment(row[name]) for name in ("Ngày tiếp nhận", "Hạn giải quyết", "Kết thúc"))
        assert received is not None
        assert due is not None
        if received.date() < first:
            carried += 1
        elif row["Kênh nộp"] == "Trực tuyến":
            online += 1
        else:
            direct += 1
        if ended is None:
            if row["Đang chờ bổ sung, tạm dừng"] == "Có" or due >= until:
                running += 1
            else:
                overdue += 1
        elif ended > due:
            late += 1
        elif ended.date() == due.date():
            on_time += 1
        else:
            early += 1
    resolved, open_ones = early + on_time + late, running + overdue
    return [
        online + direct + carried,
        online,
        direct,
        carried,
        resolved,
        early,
        on_time,
        late,
        open_ones,
        running,
        overdue,
    ]


if __name__ == "__main__":
    file, first_day, end = sys.argv[1:]
    with Path(file).open(encoding="utf-8-sig", newline="") as taken:
        found = list(csv.DictReader(taken))
    sys.stdout.write(json.dumps(count(found, date.fromisoformat(first_day), datetime.fromisoformat(end))))

"""The province a process works for, as its folder of data says: no name of a province stands in code."""

import json
from collections.abc import Mapping
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.core.settings import Settings
from shared.standards.dossier_code import CodeShape, DayForm, Generation, shape_on
from shared.standards.tables import read_table

PROFILE = "province.json"
AGENCIES = "agencies.csv"
TARGETS = "targets.csv"
_TIERS = {
    "two_tier": ("province", "department", "commune"),
    "three_tier": ("province", "department", "district", "commune"),
}


Model = Literal["two_tier", "three_tier"]
"""Mô hình chính quyền địa phương: hai cấp (tỉnh, xã) hoặc ba cấp (tỉnh, huyện, xã)."""
MODEL_NAMES: dict[str, str] = {"two_tier": "hai cấp (tỉnh, xã)", "three_tier": "ba cấp (tỉnh, huyện, xã)"}
Share = Annotated[int, Field(ge=1, le=99)]


class WorkingTime(BaseModel):
    """Giờ làm việc của tỉnh: ISO weekdays (Monday is 1) and slots from-to, local time."""

    model_config = ConfigDict(frozen=True)

    weekdays: tuple[int, ...] = Field(min_length=1)
    slots: tuple[tuple[time, time], ...] = Field(min_length=1)
    hand_over_next_day_after: time = time(15)
    """What is received later goes to who resolves it on the next working morning (Nghị định 118/2025/NĐ-CP, Điều 18 khoản 2)."""


class TerritorialChange(BaseModel):
    """Chuyển mô hình chính quyền địa phương: from a day on."""

    model_config = ConfigDict(frozen=True)

    valid_from: date
    model: Model


class Target(BaseModel):
    """Chỉ tiêu của kế hoạch: how much of what a daily figure counts, by when."""

    model_config = ConfigDict(frozen=True, str_min_length=1, str_strip_whitespace=True)

    percent: Annotated[int, Field(ge=1, le=100)]
    plan: str
    by_year: Annotated[int, Field(ge=2000, le=2100)]


class CodesOfDossiers(BaseModel):
    """Dạng mã hồ sơ từ một ngày (`CodeShape`)."""

    model_config = ConfigDict(frozen=True)

    valid_from: date
    agency: Generation = Generation.QCVN102
    day: DayForm = DayForm.SHORT
    width: int = Field(default=4, ge=4, le=8)
    rule_set: str = ""


class Province(BaseModel):
    """Hồ sơ của tỉnh (`province.json`); data/README.md explains each field."""

    model_config = ConfigDict(frozen=True, str_min_length=1, str_strip_whitespace=True)

    code: str = Field(pattern=r"^[A-Z][0-9]{2}$")
    name: str
    """As it stands in a sentence: `tỉnh ...`, `thành phố ...`."""
    short_name: str
    agency_code: str
    seat: str
    mail_domain: str
    hotline: str
    support_email: str
    territorial_model: Model
    """Mô hình chính quyền until the first of `territorial_changes`."""
    territorial_changes: tuple[TerritorialChange, ...] = ()
    dossier_codes: tuple[CodesOfDossiers, ...] = ()
    working_time: WorkingTime
    online_intake_hours: int = Field(gt=0)
    term_warnings: tuple[Share, ...] = (80,)
    """Of a dossier's term, in percent: as so much is used up, it is told that it is."""
    supplement_reminder_days: int = Field(default=3, ge=1, le=30)
    """Working days before a supplement's deadline on which the applicant is reminded."""
    service_centre: str = ""
    """Code of the agency whose counter is the Trung tâm Phục vụ hành chính công cấp tỉnh: its officers follow dossiers of all agencies."""
    calendar: str
    seats: Mapping[str, str] = {}
    """Of agencies that sit elsewhere than the province, by agency code; from the column `seat` of agencies.csv."""
    targets: Mapping[str, Target] = {}
    """By name of the daily figure; from targets.csv."""

    @field_validator("name")
    @classmethod
    def _is_whole(cls, name: str) -> str:
        if not name.startswith(("tỉnh ", "thành phố ")):
            raise ValueError("hãy ghi cả chữ “tỉnh” hoặc “thành phố” ở đầu")
        return name

    def model_on(self, day: date) -> Model:
        """Mô hình chính quyền địa phương vào một ngày: of a dossier the day of its acceptance, of a plan its first day."""
        past = [change for change in self.territorial_changes if change.valid_from <= day]
        return max(past, key=lambda change: change.valid_from).model if past else self.territorial_model

    def tiers_on(self, day: date) -> tuple[str, ...]:
        """Tiers of agencies that this province has on a day."""
        return _TIERS[self.model_on(day)]

    def code_shape_on(self, day: date, rule_set: str = "") -> CodeShape:
        """How codes of dossiers that are accepted on a day are written."""
        return shape_on([CodeShape(**dict(one)) for one in self.dossier_codes], day, rule_set)

    def place_of(self, agency_code: str) -> str:
        """Địa danh: where that agency's documents and forms are issued."""
        return self.seats.get(agency_code) or self.seat


def read_province(folder: Path) -> Province:
    """The profile in a folder of data. Raises ValueError in words for who wrote it."""
    try:
        text = (folder / PROFILE).read_bytes()
    except OSError:
        raise ValueError(
            f"Không đọc được {folder / PROFILE}: hãy đặt LIENTHONG_PROVINCE là tên một thư mục trong {folder.parent}/."
        ) from None
    try:
        province = Province.model_validate_json(text)
    except ValidationError as error:
        faults = ", ".join(sorted({".".join(str(part) for part in fault["loc"]) or "JSON" for fault in error.errors()}))
        raise ValueError(f"{folder / PROFILE}: thiếu hoặc chưa đúng: {faults}.") from error
    seats = {row["code"]: row["seat"] for row in read_agencies(folder) if row.get("seat")}
    return province.model_copy(update={"seats": seats, "targets": read_targets(folder)})


def read_agencies(folder: Path) -> list[dict[str, str]]:
    """The rows of agencies.csv. Raises ValueError in words for who wrote it."""
    return _rows(folder / AGENCIES, ("code", "name", "short_name", "tier", "parent_code", "mail_domain"))


def read_targets(folder: Path) -> dict[str, Target]:
    """The rows of targets.csv; a province need not have one. Raises ValueError in words for who wrote it."""
    path = folder / TARGETS
    found: dict[str, Target] = {}
    for number, row in enumerate(_rows(path, ("figure", "percent", "plan", "by_year")) if path.is_file() else [], 2):
        try:
            found[row["figure"]] = Target.model_validate(row)
        except ValidationError as error:
            faults = ", ".join(sorted(str(fault["loc"][0]) for fault in error.errors()))
            raise ValueError(f"{path}, dòng {number}: chưa đúng: {faults}.") from error
    return found


def read_units(folder: Path) -> list[dict[str, str]]:
    """The rows of units.csv; a province need not have one. Raises ValueError in words for who wrote it."""
    path = folder / "units.csv"
    return _rows(path, ("agency_code", "code", "name", "kind", "head", "people")) if path.is_file() else []


def read_entries(path: Path, needed: tuple[str, ...], group: str = "") -> list[dict[str, Any]]:
    """The entries of a JSON file, or of one of its groups, each with what is needed. Raises ValueError in words for who wrote it."""
    try:
        text = path.read_text("utf-8")
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name}, dòng {error.lineno}: không đúng cú pháp JSON; hãy sửa dòng này.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: hãy lưu tệp này ở mã UTF-8.") from error
    if group:
        found = found.get(group) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        where = f"thiếu danh sách “{group}”, hoặc danh sách này" if group else "nội dung"
        raise ValueError(f"{path.name}: {where} không phải một dãy các mục {{…}}; hãy xem data/README.md.")
    for number, entry in enumerate(found, 1):
        if missing := [name for name in needed if name not in entry]:
            named = f" “{entry[needed[0]]}”" if needed[0] in entry else ""
            line = _line_of(text, entry, needed)
            place = f"{path.name}{line}, mục thứ {number}{f' của {group}' if group else ''}{named}"
            raise ValueError(f"{place}: thiếu {', '.join(missing)}; hãy ghi thêm.")
    return found


def _line_of(text: str, entry: Mapping[str, Any], needed: tuple[str, ...]) -> str:
    """On which line the entry names itself; nothing where it cannot be told."""
    own = next((entry[name] for name in needed if isinstance(entry.get(name), str)), "")
    lines = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if own and json.dumps(own, ensure_ascii=False) in line
    ]
    return f", dòng {lines[0]}" if len(lines) == 1 else ""


def _rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(row) for row in _read_rows(path.read_bytes(), path.name, needed)]


@lru_cache(maxsize=4)
def _read_rows(content: bytes, name: str, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """Read once as long as the file says the same: several parts of a process ask for it."""
    return [row.values for row in read_table(content, name, needed, ("name", "short_name", "seat"))]


@cache
def this_province() -> Province:
    """The one this process works for, read once: its environment names the folder."""
    return read_province(Settings().province_folder)

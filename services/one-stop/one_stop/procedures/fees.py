"""Bảng phí, lệ phí of a procedure: what is taken for which case over which channel, on which days, when, and who pays less. Pure values.

In a row of the province's file, `fees`: code, name, kind (`fee` phí, `charge` lệ phí), amount (đồng), collected (`at_intake`, `at_return`),
basis, and where it is not always so cases, channels, valid_from, valid_to (last day, included), exempt: group, percent (100: miễn), basis.
A row without it has one amount, `fee`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from one_stop.procedures.cases import CHANNELS, asked_by
from one_stop.procedures.faults import Fault
from shared.standards.vietnamese import fold

KINDS = {"fee": "Phí", "charge": "Lệ phí"}
MOMENTS = {"at_intake": "thu khi tiếp nhận", "at_return": "thu khi trả kết quả"}
WHOLE = 100
SINGLE = "Phí, lệ phí"


@dataclass(frozen=True)
class Exemption:
    """Nhóm được miễn, giảm phí, lệ phí."""

    group: str
    percent: int
    """100: miễn; less: giảm."""
    basis: str


@dataclass(frozen=True)
class FeeItem:
    """Khoản phí, lệ phí."""

    code: str
    name: str
    kind: str
    """`fee` or `charge`; empty where a procedure has one amount and nobody says which it is."""
    amount: int
    collected: str
    basis: str = ""
    cases: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    exempt: tuple[Exemption, ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "FeeItem":
        days: dict[str, Any] = {n: date.fromisoformat(said[n]) for n in ("valid_from", "valid_to") if said.get(n)}
        exempt = tuple(Exemption(**one) for one in said.get("exempt", ()))
        same = {name: said[name] for name in ("code", "name", "kind", "amount", "collected", "basis")}
        listed: dict[str, Any] = {name: tuple(said.get(name, ())) for name in ("cases", "channels")}
        return cls(**same, **listed, **days, exempt=exempt)

    def counts(self, case_code: str, channel: str, day: date) -> bool:
        of_day = (self.valid_from or day) <= day <= (self.valid_to or day)
        return of_day and asked_by(self.cases, case_code) and (not self.channels or channel in self.channels)

    def due(self, group: str) -> int:
        """What somebody of this group pays; whole đồng, in his favour."""
        found = next((one for one in self.exempt if one.group == group), None)
        return self.amount * (WHOLE - found.percent) // WHOLE if found else self.amount


def fees_on(table: Sequence[Mapping[str, Any]], case_code: str, channel: str, day: date) -> list[FeeItem]:
    """What is taken for this case over this channel on that day, in the order of the table."""
    return [item for item in map(FeeItem.read, table) if item.counts(case_code, channel, day)]


def groups_of(items: Sequence[FeeItem]) -> dict[str, str]:
    """Nhóm được miễn, giảm of these, each with the legal basis."""
    return {one.group: one.basis for item in items for one in item.exempt}


def with_totals(row: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    """The row with the amounts of its fee table as they stand on that day, as pages and channels show them: one sum each."""
    table = row.get("fees")
    if not table:
        return row

    def total(case: str, channel: str) -> int:
        return sum(item.amount for item in fees_on(table, case, channel, day))

    cases = [
        _with_sums(case, {channel: total(str(case["code"]), channel) for channel in CHANNELS})
        for case in row.get("cases", ())
    ]
    moments = {str(said["collected"]) for said in table}
    collected = "at_intake" if "at_intake" in moments else "at_return"
    usual = "online" if row.get("form") else "counter"
    return {**row, "fee": total("", usual), "fee_collected": collected} | ({"cases": cases} if cases else {})


def _with_sums(case: Mapping[str, Any], sums: Mapping[str, int]) -> dict[str, Any]:
    own = case.get("channels", {})
    channels = {channel: {**own.get(channel, {}), "fee": fee} for channel, fee in sums.items()}
    return {**case, "fee": sums["counter"], "channels": channels}


def check_fees(row: Mapping[str, Any]) -> list[Fault]:
    """What no counter could take money by."""
    table = row.get("fees", ())
    if not table:
        return []
    cases = [str(case["code"]) for case in row.get("cases", ())]
    faults = [fault for place in range(len(table)) for fault in _faults_at(place, table, cases)]
    if any(
        said.get("fee") is not None
        for case in row.get("cases", ())
        for said in (case, *case.get("channels", {}).values())
    ):
        faults.append(Fault("/cases/0/fee", "Đã có bảng phí, lệ phí thì không ghi mức phí riêng ở trường hợp."))
    return faults


def _faults_at(place: int, table: Sequence[Mapping[str, Any]], cases: Sequence[str]) -> list[Fault]:
    said, at, faults = table[place], f"/fees/{place}", []
    if said["amount"] < 1:
        faults.append(Fault(f"{at}/amount", "Mức thu từ 1 đồng trở lên; không thu thì bỏ khoản này."))
    if not said["basis"].strip():
        faults.append(Fault(f"{at}/basis", "Ghi văn bản quy định mức thu; chưa biết thì ghi “chưa rõ điều”."))
    if any(one["code"] == said["code"] and _meet(one, said) for one in table[:place]):
        sentence = f"Khoản {said['code']} ghi hai lần cho cùng một trường hợp, kênh và thời gian."
        faults.append(Fault(f"{at}/name", sentence))
    if unknown := [code for code in said.get("cases", ()) if code not in cases]:
        faults.append(Fault(f"{at}/cases", f"Thủ tục không có trường hợp {', '.join(unknown)}."))
    if said.get("valid_from") and said.get("valid_to") and said["valid_to"] < said["valid_from"]:
        faults.append(Fault(f"{at}/valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực."))
    groups = [fold(one["group"]) for one in said.get("exempt", ())]
    if len(set(groups)) < len(groups):
        faults.append(Fault(f"{at}/exempt", "Mỗi nhóm được miễn, giảm ghi một lần."))
    if any(not one["basis"] or not 1 <= one["percent"] <= WHOLE for one in said.get("exempt", ())):
        sentence = "Mỗi nhóm ghi mức giảm từ 1 đến 100 phần trăm và căn cứ; chưa biết thì ghi “chưa rõ điều”."
        faults.append(Fault(f"{at}/exempt", sentence))
    return faults


def _meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both could be taken of one dossier."""

    def shared(name: str) -> bool:
        mine, theirs = set(one.get(name, ())), set(other.get(name, ()))
        return not mine or not theirs or bool(mine & theirs)

    last, first = "9999-12-31", "0001-01-01"
    begins = max(one.get("valid_from") or first, other.get("valid_from") or first)
    ends = min(one.get("valid_to") or last, other.get("valid_to") or last)
    return shared("cases") and shared("channels") and begins <= ends


def item_words(item: FeeItem) -> str:
    """Lệ phí 15.000 đồng, thu khi tiếp nhận; căn cứ: ..."""
    parts = [MOMENTS.get(item.collected, item.collected)]
    parts += [f"trường hợp {', '.join(item.cases)}"] if item.cases else []
    parts += [", ".join(CHANNELS[one].lower() for one in item.channels)] if item.channels else []
    parts += [f"từ {item.valid_from:%d/%m/%Y}"] if item.valid_from else []
    parts += [f"đến hết {item.valid_to:%d/%m/%Y}"] if item.valid_to else []
    parts += [f"{one.group} giảm {one.percent}% ({one.basis})" for one in item.exempt]
    amount = f"{item.amount:,}".replace(",", ".")
    return f"{KINDS.get(item.kind, SINGLE)} {amount} đồng, {'; '.join(parts)}; căn cứ: {item.basis}"

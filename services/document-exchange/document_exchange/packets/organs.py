"""Cơ quan và cán bộ, as a packet names them; what the format has no room for is left out, not refused."""

from document_exchange.packets.packet import Organ, Staff
from shared.directory.models import Agency

_OPTIONAL = {"in_charge": 500, "address": 500, "email": 100, "telephone": 20, "website": 100}


def organ_of(agency: Agency, in_charge: str = "") -> Organ:
    """Cơ quan."""
    optional = {
        "in_charge": in_charge,
        "address": agency.address,
        "email": _records_office(agency),
        "telephone": agency.phone,
        "website": agency.website,
    }
    fitting = {name: text for name, text in optional.items() if len(text) <= _OPTIONAL[name]}
    return Organ(organ_id=agency.code, organ_name=agency.name, **fitting)


def staff_of(name: str, agency: Agency, department: str = "Văn thư") -> Staff:
    """Người thực hiện, reached at the agency's records office."""
    return Staff(department=department, staff=name, email=_records_office(agency))


def _records_office(agency: Agency) -> str:
    return agency.email or _at_its_domain(agency)


def _at_its_domain(agency: Agency) -> str:
    return f"vanthu@{agency.mail_domain}" if agency.mail_domain else ""

"""Mã số hồ sơ as it is written on a day: with which of the agency's codes, which form of the day, how many digits."""

from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.forms.rule_sets import rule_set_at
from shared.core import clock
from shared.core.province import this_province
from shared.directory.queries import find_agency
from shared.standards.dossier_code import Generation, format_dossier_code


async def dossier_code(session: AsyncSession, agency_code: str, day: date, serial: int) -> str:
    """Its serial is one of the agency and the day, in whatever shape; an agency without a code of QĐ 20/2020 on that day uses the older one."""
    rule_set = rule_set_at(datetime.combine(day, time(12), clock.VIETNAM))
    shape = this_province().code_shape_on(day, rule_set)
    agency = await find_agency(session, agency_code) if shape.agency is Generation.QD20 else None
    written = (agency.code_2020_on(day) if agency else "") or agency_code
    return format_dossier_code(written, day, serial, shape)

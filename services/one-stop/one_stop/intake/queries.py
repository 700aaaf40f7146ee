"""Reading what a counter may take in today."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.forms.rule_sets import RuleSet, rule_set_at
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_last, find_standing
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_date
from shared.core.province import this_province

ANY_COUNTER = frozenset({RuleSet.ND118_2025})
"""Rule-sets under which any counter receives what another agency decides (tiếp nhận không phụ thuộc địa giới)."""
NOT_COMPETENT = "Cơ quan này không giải quyết thủ tục. Hãy chọn lại cơ quan có thẩm quyền."


async def get_procedure_here(
    session: AsyncSession, code: str, agency_code: str, counter_code: str = ""
) -> ProcedureVersion:
    """What this agency decides today; raises Conflict when it has ended, Invalid when it is another's.

    `counter_code`: of the agency whose counter receives it, where that is another.
    """
    procedure, suspended = await find_standing(session, code)
    if procedure is None and (last := await find_last(session, code, agency_code)) is not None:
        raise Conflict("procedure_ended", name=last.name, day=vn_date(last.ended_at or clock.now()))
    if procedure is None or agency_code not in {agency.agency_code for agency in procedure.agencies}:
        if procedure is not None and counter_code not in ("", agency_code):
            raise Invalid("invalid_input", fields=[FieldError("/agency_code", "procedure_not_there", NOT_COMPETENT)])
        sentence = "Cơ quan của bạn không giải quyết thủ tục này."
        raise Invalid("invalid_input", fields=[FieldError("/procedure_code", "procedure_not_here", sentence)])
    if counter_code not in ("", agency_code) and rule_set_at(clock.now()) not in ANY_COUNTER:
        raise Conflict("procedure_received_there", name=procedure.name)
    if suspended is not None:
        since, why = vn_date(suspended[0]), suspended[1]
        raise Conflict("procedure_suspended", name=procedure.name, day=since, why=why)
    today = clock.local_now().date()
    if procedure.tier not in this_province().tiers_on(today):
        raise Conflict("procedure_tier_gone", name=procedure.name)
    if not procedure.steps:
        raise Conflict("procedure_only_a_page", name=procedure.name)
    return procedure

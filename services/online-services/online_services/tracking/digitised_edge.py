"""One's results on paper that an agency has made electronic: the call for programs. On screen they stand below one's dossiers."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from online_services.auth import MayFollowOwn
from online_services.tracking.digitised import list_digitised
from online_services.tracking.models import IssuedResult
from shared.core.clock import VIETNAM
from shared.standards.result_states import ResultState
from shared.web.transaction import Session

router = APIRouter(prefix="/api/online-services/v1/digitised-results", tags=["Theo dõi hồ sơ"])


class DigitisedOut(BaseModel):
    """Kết quả giấy của tôi đã số hóa; its file and whether it counts: `/verifications/{verification_code}`."""

    verification_code: str
    result_name: str
    result_number: str
    result_code: str
    issuer: str
    """Cơ quan cấp bản giấy."""
    issued_on: date
    agency_code: str
    """Who digitised it, and answers for the copy."""
    valid_from: date | None
    valid_until: date | None
    state: ResultState
    state_name: str

    @classmethod
    def of(cls, row: IssuedResult) -> "DigitisedOut":
        said = {
            "issued_on": row.issued_at.astimezone(VIETNAM).date(),
            "state_name": ResultState(row.state).official_name,
        }
        return cls.model_validate(vars(row) | said)


@router.get("", summary="Kết quả giấy của tôi đã số hóa")
async def list_own(caller: MayFollowOwn, session: Session) -> list[DigitisedOut]:
    """Kết quả giấy mang số định danh đã xác minh của tài khoản, digitised last first; none while the number is not verified."""
    return [DigitisedOut.of(row) for row in await list_digitised(session, caller)]

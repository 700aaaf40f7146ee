"""The rights of `online_services.rights`, as routes ask for them in their signatures."""

from typing import Annotated

from fastapi import Depends

from online_services.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.web.callers import require

MaySeeCatalogue = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_CATALOGUE))]
MaySeeServiceResults = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_SERVICE_RESULTS))]
MayRegister = Annotated[Identity, Depends(require(RIGHTS, Right.REGISTER))]
MayFollowOwn = Annotated[Identity, Depends(require(RIGHTS, Right.FOLLOW_OWN))]
MayLookUp = Annotated[Identity, Depends(require(RIGHTS, Right.LOOK_UP))]
MayVerify = Annotated[Identity, Depends(require(RIGHTS, Right.VERIFY))]
MayManageOwnAccount = Annotated[Identity, Depends(require(RIGHTS, Right.MANAGE_OWN_ACCOUNT))]
MayRecover = Annotated[Identity, Depends(require(RIGHTS, Right.RECOVER))]
MayGiveRecoveryCodes = Annotated[Identity, Depends(require(RIGHTS, Right.GIVE_RECOVERY_CODES))]
MayTakeBackVerifications = Annotated[Identity, Depends(require(RIGHTS, Right.TAKE_BACK_VERIFICATIONS))]
MayCheckCredentials = Annotated[Identity, Depends(require(RIGHTS, Right.CHECK_CREDENTIALS))]
MayFile = Annotated[Identity, Depends(require(RIGHTS, Right.FILE))]

"""The rights of `mail_directory.rights`, as routes ask for them in their signatures."""

from typing import Annotated

from fastapi import Depends

from mail_directory.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.web.callers import require

MayLookUp = Annotated[Identity, Depends(require(RIGHTS, Right.LOOK_UP))]
MayAdminister = Annotated[Identity, Depends(require(RIGHTS, Right.ADMINISTER))]
MayResetPasswords = Annotated[Identity, Depends(require(RIGHTS, Right.RESET_PASSWORDS))]
MayReorganise = Annotated[Identity, Depends(require(RIGHTS, Right.REORGANISE))]
MayConfirmReorganisation = Annotated[Identity, Depends(require(RIGHTS, Right.CONFIRM_REORGANISATION))]
MayDelegate = Annotated[Identity, Depends(require(RIGHTS, Right.DELEGATE))]
MayChangeOwnPassword = Annotated[Identity, Depends(require(RIGHTS, Right.CHANGE_OWN_PASSWORD))]
MayCheckCredentials = Annotated[Identity, Depends(require(RIGHTS, Right.CHECK_CREDENTIALS))]

"""All that online-services is made of. Routes are tried in this order."""

from pathlib import Path

from online_services.accounts.feature import FEATURE as ACCOUNTS
from online_services.exchanges.feature import FEATURE as EXCHANGES
from online_services.form_desk.feature import FEATURE as FORMS
from online_services.notifications.feature import FEATURE as NOTIFICATIONS
from online_services.own_account.feature import FEATURE as OWN_ACCOUNT
from online_services.procedures.feature import FEATURE as PROCEDURES
from online_services.rights import RIGHTS
from online_services.service_results.feature import FEATURE as SERVICE_RESULTS
from online_services.submissions.feature import FEATURE as SUBMISSIONS
from online_services.supplements.feature import FEATURE as SUPPLEMENTS
from online_services.texts import TEXTS
from online_services.tracking.feature import FEATURE as TRACKING
from online_services.verification.feature import FEATURE as VERIFICATION
from shared.web.feature import Member

MEMBER = Member(
    name="online-services",
    title="Dịch vụ công trực tuyến",
    folder=Path(__file__).parent,
    texts=TEXTS,
    rights=RIGHTS,
    features=[
        ACCOUNTS,
        OWN_ACCOUNT,
        FORMS,
        PROCEDURES,
        SERVICE_RESULTS,
        SUBMISSIONS,
        SUPPLEMENTS,
        TRACKING,
        EXCHANGES,
        VERIFICATION,
        NOTIFICATIONS,
    ],
)

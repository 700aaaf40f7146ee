"""What this feature listens to: notifications that other services raise for officers."""

from mail_directory.notifications.actions import take_notification
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.one_stop import CounterNotified
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(single={CounterNotified: take_notification, OfficeNotified: take_notification})

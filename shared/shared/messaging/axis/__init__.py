"""The integration axis (trục liên thông): one interface, two transports with the same guarantees.

At least once, in no promised order: once-only effects and order per subject are the inbox's work (`shared.messaging.inbox`).
"""

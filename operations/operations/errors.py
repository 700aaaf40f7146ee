"""The one error of the operations command that is meant for people."""


class CannotProceed(Exception):
    """Không thể thực hiện. Carries one Vietnamese sentence: what is wrong and what to do about it."""

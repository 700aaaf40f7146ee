"""What is wrong with a procedure."""


class Fault(ValueError):
    """A procedure that could not be worked with: where, as a JSON pointer into its row, and what to mend."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer
        self.sentence = sentence

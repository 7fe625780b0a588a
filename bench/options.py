"""What the command line asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is measured, and on which store."""

    store: str = "sqlite"  # or postgresql
    quick: bool = False  # a tenth of the load, to see that it works

    def count(self, usual: int) -> int:
        """How many of something."""
        return max(1, usual // 10) if self.quick else usual

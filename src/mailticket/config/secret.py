"""Secrets, which are never shown."""

from pathlib import Path
from typing import Final

from mailticket.config.kinds import Scalar


class Secret:
    """A password or key that is never shown: neither by `repr` nor by `str`. `reveal` gives it.

    It stands in the configuration, or in a file that is read when the secret is needed, so that commands
    which need none work for people who may not read it.
    """

    __slots__ = ("_file", "_value")

    def __init__(self, value: str | None = None, *, file: Path | None = None) -> None:
        self._value = value
        self._file = file

    @property
    def file(self) -> Path | None:
        """The file that holds it, if one does."""
        return self._file

    def reveal(self) -> str:
        """The secret itself. Raises OSError or ValueError, each with a sentence, if its file is no good."""
        if self._file is None:
            return self._value or ""
        try:
            text = self._file.read_text("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise ValueError(f"the secret in {self._file} is not text in UTF-8") from None
        if not text:
            raise ValueError(f"the secret file {self._file} is empty")
        return text

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and (self._value, self._file) == (other._value, other._file)

    def __hash__(self) -> int:
        return hash((self._value, self._file))


def _secret(value: str) -> Secret:
    if not value:
        raise ValueError("must not be empty")
    return Secret(value)


SECRET: Final = Scalar("a secret", (str,), _secret, Secret, secret=True)

"""Documents that say themselves which faults they have."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mailticket.config import Config, ConfigurationError, Fault, load

DESK = '[desk]\naddress = "support@desk.example"\n'

Load = Callable[..., Config]
Expect = Callable[..., None]


@pytest.fixture
def load_text(tmp_path: Path) -> Load:
    """Load a document; [desk] is added where it is missing."""

    def load_it(text: str, environ: Mapping[str, str] | None = None, *, whole: bool = False) -> Config:
        file = tmp_path / "desk.toml"
        file.write_text(text if whole or "[desk]" in text else DESK + text)
        file.chmod(0o600)
        return load(file, environ or {})

    return load_it


@pytest.fixture
def expect_faults(load_text: Load) -> Expect:
    """Load a document and compare its faults with its remarks `#! key: words`; a line may have several.

    A remark `#? key: words` stands for a warning.
    """

    def expect(text: str, environ: Mapping[str, str] | None = None, *, whole: bool = False) -> None:
        text = text if whole or "[desk]" in text else DESK + text
        if "#!" in text:
            with pytest.raises(ConfigurationError) as caught:
                load_text(text, environ, whole=True)
            compare(caught.value.faults, remarks(text, "#!"))
        else:
            compare(load_text(text, environ, whole=True).warnings, remarks(text, "#?"))

    return expect


def remarks(text: str, mark: str) -> list[tuple[int, str, str]]:
    return [
        (number, *remark.strip().split(": ", 1))  # type: ignore[misc]
        for number, line in enumerate(text.split("\n"), 1)
        for remark in re.split(r"#[!?]", line)[1:]
        if mark in line
    ]


def compare(faults: tuple[Fault, ...], expected: list[tuple[int, str, str]]) -> None:
    left = list(expected)
    for fault in faults:
        match = next(
            (each for each in left if each[:2] == (fault.line, fault.key) and each[2] in fault.text), None
        )
        assert match is not None, f"{fault} is not among {left}"
        left.remove(match)
    assert not left, f"{left} is missing in {[str(fault) for fault in faults]}"

"""The word of the trusted host, the topmost and no other."""

import pytest

from mailticket.mail.authentication import authentication
from mailticket.mail.message import parse

HOST = "mx.desk.example"


def result(*fields: str, from_: str = "Bo <bo@desk.example>") -> str:
    head = "".join(f"Authentication-Results: {field}\r\n" for field in fields)
    return authentication(parse(f"{head}From: {from_}\r\n\r\nx\r\n".encode()), HOST).result


@pytest.mark.parametrize(
    "field",
    [
        f"{HOST}; dmarc=pass header.from=desk.example",
        f"{HOST} 1; dmarc=pass (p=reject) header.from=Desk.Example",
        f"{HOST}; spf=fail smtp.mailfrom=x.example; dkim=pass (2048-bit) header.d=desk.example",
        f'{HOST}; dkim=pass header.i="@desk.example"',
        f"{HOST};\r\n dkim=fail header.d=desk.example;\r\n dkim=pass header.d=desk.example",
    ],
)
def test_aligned_passes(field: str) -> None:
    assert result(field) == "pass"


def test_a_domain_above_is_aligned_and_a_top_level_is_none() -> None:
    assert result(f"{HOST}; dkim=pass header.d=desk.example", from_="bo@mail.desk.example") == "pass"
    assert result(f"{HOST}; dkim=pass header.d=example") == "none"


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("other.example; dmarc=pass header.from=desk.example",),
        ("other.example; none", f"{HOST}; dmarc=pass header.from=desk.example"),
        (f"{HOST}; dmarc=pass",),
        (f"{HOST}; dmarc=pass header.from=evil.example",),
        (f"{HOST}; dkim=pass header.d=evildesk.example",),
        (f"{HOST}; spf=pass smtp.mailfrom=bo@desk.example",),
        (f"({HOST}; dmarc=pass header.from=desk.example) evil.example; none",),
        (f"{HOST}; dmarc=pass header.from=desk.example " + "x" * 20_000,),
    ],
)
def test_all_else_says_nothing(fields: tuple[str, ...]) -> None:
    assert result(*fields) == "none"


def test_a_failure_is_told() -> None:
    assert result(f"{HOST}; dmarc=fail header.from=desk.example") == "fail"


def test_two_authors_are_proven_by_nothing() -> None:
    field = f"{HOST}; dmarc=pass header.from=desk.example"
    assert result(field, from_="bo@desk.example, eve@evil.example") == "none"

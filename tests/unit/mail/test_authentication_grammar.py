"""The grammar of Authentication-Results: what anybody but the trusted host can write counts for nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.mail.authentication import authentication
from mailticket.mail.message import parse

HOST = "mx.desk.example"


def result(*fields: str, from_: str = "ana@desk.example", host: str = HOST) -> str:
    headers = "".join(f"Authentication-Results: {field}\r\n" for field in fields)
    return authentication(parse(f"{headers}From: {from_}\r\n\r\nText\r\n".encode()), host).result


@pytest.mark.parametrize(
    "field",
    [
        "mx.desk.example; dmarc=pass header.from=desk.example",
        "mx.desk.example 1; dmarc=pass (p=reject dis=none) header.from=desk.example",
        "MX.Desk.Example; spf=fail smtp.mailfrom=a@b.example; dkim=pass header.d=desk.example header.s=s1",
        'mx.desk.example; dkim=pass header.i="@desk.example"',
        "mx.desk.example;\r\n dkim=pass\r\n\theader.d=desk.example",
        "mx.desk.example; dmarc/1 = pass header.from = Desk.Example",
        "mx.desk.example (a \\) comment (in a comment)); dmarc=pass header.from=desk.example",
    ],
)
def test_a_domain_that_the_trusted_host_has_proven_is_believed(field: str) -> None:
    assert result(field) == "pass"


@pytest.mark.parametrize(
    "field",
    [
        "mx.evil.example; dmarc=pass header.from=desk.example",
        "mx.desk.example.evil.example; dmarc=pass header.from=desk.example",
        "mx.desk.example; none",
        "mx.desk.example; spf=pass smtp.mailfrom=ana@desk.example",
        "mx.desk.example; dkim=pass header.d=evil.example",
        "mx.desk.example; dkim=pass header.d=example",
        "mx.desk.example; dkim=fail header.d=desk.example",
        "mx.desk.example; dmarc=pass header.from=evil.example",
        "mx.desk.example; dmarc=pass",
        'mx.desk.example; spf=fail smtp.mailfrom="a; dmarc=pass header.from=desk.example"@evil.example',
        'mx.desk.example; spf=fail smtp.mailfrom="a\\"; dmarc=pass header.from=desk.example;\\""@e.example',
        'mx.desk.example; dkim=pass header.d=e.example header.i="a\\" header.d=desk.example \\""@e.example',
        "mx.desk.example; spf=fail (a; dmarc=pass header.from=desk.example)",
        "mx.desk.example; spf=fail (a (b; dmarc=pass header.from=desk.example",
        "mx.desk.example; dmarc=pass header.from=desk.example (",
        'mx.desk.example; dmarc=pass header.from=desk.example "',
        "",
    ],
)
def test_all_else_says_nothing(field: str) -> None:
    assert result(field) == "none"


def test_a_failure_that_the_trusted_host_states_outweighs_a_signature() -> None:
    field = "mx.desk.example; dkim=pass header.d=desk.example; dmarc=fail header.from=desk.example"
    assert result(field) == "fail"


def test_only_the_topmost_counts() -> None:
    ours, forged = f"{HOST}; none", f"{HOST}; dmarc=pass header.from=desk.example"
    assert result(ours, forged) == "none"
    assert result("mx.other.example; none", forged) == "none"


def test_without_a_trusted_host_or_with_two_authors_nothing_is_believed() -> None:
    field = f"{HOST}; dmarc=pass header.from=desk.example"
    assert result(field, host="") == "none"
    assert result(field, from_="ana@desk.example, eve@evil.example") == "none"


@given(st.text(alphabet='"();\\ =.abdkimrcpshef\n', max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    result(f"{HOST};{text}")


def test_a_long_field_costs_little() -> None:
    for piece in ("(", '"', "\\", ";", "dkim=pass header.d=a ", "(()"):
        began = time.process_time()
        result(f"{HOST}; {piece * (9000 // len(piece))}")
        assert time.process_time() - began < 0.5

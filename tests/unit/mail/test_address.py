"""Addresses as people and machines write them."""

import pytest

from mailticket.mail.address import MAX_MAILBOXES, canonical, parse_mailboxes, subaddress


def read(header: str | bytes) -> list[tuple[str, str]]:
    return [(box.name, box.address) for box in parse_mailboxes(header)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("jane@acme.example", [("", "jane@acme.example")]),
        ('"Doe, Jane" <Jane@ACME.Example>', [("Doe, Jane", "Jane@acme.example")]),
        (
            "Doe, Jane <j@x.example>, Bob <b@x.example>",
            [("Doe, Jane", "j@x.example"), ("Bob", "b@x.example")],
        ),
        ("=?utf-8?Q?M=C3=BCller,_Hans?= <m@x.example>", [("Müller, Hans", "m@x.example")]),
        ('"=?utf-8?Q?M=C3=BCller?=" <m@x.example>', [("Müller", "m@x.example")]),
        ("=?gb2312?B?xOO6ww==?=<a@x.example>", [("你好", "a@x.example")]),
        ("Jürgen <j@x.example>".encode(), [("Jürgen", "j@x.example")]),
        ("Jürgen <j@x.example>".encode("latin-1"), [("Jürgen", "j@x.example")]),
        ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("Staff: a@x.example, B <b@x.example>;", [("", "a@x.example"), ("B", "b@x.example")]),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("a@x.example (Foo Bar)", [("Foo Bar", "a@x.example")]),
        ("Foo Bar foo@x.example", [("Foo Bar", "foo@x.example")]),
        ("<@hop.example,@two.example:c@x.example>", [("", "c@x.example")]),
        ('"a b"@x.example', [("", '"a b"@x.example')]),
        ("mailto:a@x.example", [("", "a@x.example")]),
        ('"Joe \\"Q\\"" <a@x.example>', [('Joe "Q"', "a@x.example")]),
        ("=?utf-8?Q?Name_<a@x.example>?=", [("Name", "a@x.example")]),
        ('"Foo <a@x.example>', [("Foo", "a@x.example")]),
        ("Foo <<a@x.example>>", [("Foo", "a@x.example")]),
        ("Foo a@x.example>", [("Foo", "a@x.example")]),
        (
            "Foo [mailto:a@x.example]; Bar [SMTP:b@x.example]",
            [("Foo", "a@x.example"), ("Bar", "b@x.example")],
        ),
        ("Foo: Bar <a@x.example>", [("Foo: Bar", "a@x.example")]),
        ("Foo &amp; Bar <a@x.example>; b@x.example", [("Foo &amp; Bar", "a@x.example"), ("", "b@x.example")]),
        ("Foo, Bar, Inc. <a@x.example>", [("Foo, Bar, Inc.", "a@x.example")]),
        ("=?utf-8?Q?=22F=C3=BC=22?= <a@x.example>", [("Fü", "a@x.example")]),
        ("'Foo' <a@x.example>", [("Foo", "a@x.example")]),
        ('\\"Foo Bar\\" <a@x.example>', [("Foo Bar", "a@x.example")]),
        (
            "Foo <SMTP:a@x.example>, <mailto:b@x.example?subject=x>",
            [("Foo", "a@x.example"), ("", "b@x.example")],
        ),
        ("Foo <'a@x.example'>", [("Foo", "a@x.example")]),
        ("<a@x.example> Foo <b@x.example>", [("", "a@x.example"), ("Foo", "b@x.example")]),
        ("a@x.example b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("Foo </O=ACME/CN=FOO>", [("Foo", "/O=ACME/CN=FOO")]),
        ("boss@acme.example <thief@x.example>", [("boss@acme.example", "thief@x.example")]),
    ],
)
def test_mailboxes_are_read_as_they_were_meant(header: str | bytes, expected: list[tuple[str, str]]) -> None:
    assert read(header) == expected


def test_list_without_end_is_cut() -> None:
    assert len(parse_mailboxes("a@x.example, " * 100_000)) == MAX_MAILBOXES


@pytest.mark.parametrize("piece", ["(", "<", '"a', "a:", "a, ", "(a)", "a <", "\\", '\\"', "=?utf-8?q?a?= "])
def test_no_list_takes_long(piece: str) -> None:
    assert len(parse_mailboxes(piece * 60_000)) <= MAX_MAILBOXES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane@Acme.Example", "jane@acme.example"),
        ("jane@bücher.example", "JANE@xn--bcher-kva.example"),
        ("jane@acme.example.", "jane@acme.example"),
    ],
)
def test_same_address_compares_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_subaddress_is_taken_apart() -> None:
    assert subaddress("support+token@desk.example") == ("support@desk.example", "token")
    assert subaddress("support+@desk.example") == ("support@desk.example", "")
    assert subaddress("support@desk.example") == ("support@desk.example", None)

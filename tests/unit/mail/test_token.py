"""Tokens that we made are known again in any case of letters; no others are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.mail import token
from mailticket.mail.token import BounceClaim, Expired, MessageIdClaim, PageClaim, StaffClaim, ThreadClaim

SECRET = b"s" * 32
OTHER = b"o" * 32
DESK = "support@infraware.example"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)

tickets = st.integers(0, 2**28 - 1)
addresses = st.sampled_from(["ana@infraware.example", "bo@infraware.example", "Ana.Ruiz@bücher.example"])


def flipped(text: str, at: int) -> str:
    """The text with another letter of Base32 at a place."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    new = alphabet[(alphabet.index(text[at]) + 1) % 32]
    return text[:at] + new + text[at + 1 :]


@given(ticket=tickets, unique=st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True))
def test_a_message_id_of_ours_tells_its_ticket(ticket: int, unique: str) -> None:
    made = token.message_id(SECRET, ticket=ticket, unique=unique, domain="infraware.example", kind="answer")

    claim = MessageIdClaim(ticket=ticket, kind="answer", unique=unique)
    assert token.read_message_id(SECRET, made) == claim
    assert token.read_message_id(SECRET, f" <{made.upper()}> ") == claim
    assert token.read_message_id(OTHER, made) is None


@given(
    value=st.text(max_size=100)
    | st.from_regex(r"[a-z0-9]{1,9}\.ack\.[0-9]{1,6}\.[a-z2-7]{16}@x", fullmatch=True)
)
def test_a_message_id_of_others_tells_nothing(value: str) -> None:
    assert token.read_message_id(SECRET, value) is None


def test_no_part_of_a_message_id_can_be_changed() -> None:
    made = token.message_id(SECRET, ticket=10042, unique="a1", domain="x.example", kind="ack")

    for forged in (made.replace("10042", "10043"), made.replace("a1", "a2"), made.replace("ack", "answer")):
        assert token.read_message_id(SECRET, forged) is None
    moved = made.replace("x.example", "y.example")
    assert token.read_message_id(SECRET, moved) is not None, "a relay may write another domain"


@pytest.mark.parametrize("unique", ["", "A", "a b", "a@b", "a.b", "a\r\n", "x" * 65])
def test_a_message_id_is_not_made_of_anything(unique: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        token.message_id(SECRET, ticket=1, unique=unique, domain="x.example", kind="ack")


@given(ticket=tickets, page=st.integers(0, 2**35 - 1), person=addresses)
def test_signed_addresses_come_back_and_fit(ticket: int, page: int, person: str) -> None:
    desk = "d" * token.LONGEST_DESK_LOCAL_PART + "@infraware.example"
    made = {
        token.thread_address(SECRET, desk, ticket=ticket): ThreadClaim,
        token.staff_address(SECRET, desk, ticket=ticket, person=person, expires_at=LATER): StaffClaim,
        token.page_address(
            SECRET, desk, ticket=ticket, page=page, person=person, expires_at=LATER
        ): PageClaim,
        token.bounce_address(SECRET, desk, outbox=page): BounceClaim,
    }
    for address, kind in made.items():
        assert len(address.partition("@")[0]) <= 64
        for written in (address, address.upper(), f"<{address}>"):
            claim = token.read_address(SECRET, written, now=NOW)
            assert isinstance(claim, kind)
            assert getattr(claim, "ticket", ticket) == ticket
            assert getattr(claim, "page", page) == page
        assert token.read_address(OTHER, address, now=NOW) is None


@given(ticket=tickets, place=st.integers(0, 10_000))
def test_no_letter_of_an_address_can_be_changed(ticket: int, place: int) -> None:
    made = token.staff_address(SECRET, DESK, ticket=ticket, person="ana@infraware.example", expires_at=LATER)
    local, _, domain = made.partition("@")
    first = local.index(".") + 1
    forged = flipped(local, first + place % (len(local) - first))

    assert token.read_address(SECRET, f"{forged}@{domain}", now=NOW) is None


def test_a_token_of_one_kind_is_none_of_another() -> None:
    made = token.thread_address(SECRET, DESK, ticket=10042)

    for kind in "sbpx":
        assert token.read_address(SECRET, made.replace("+t.", f"+{kind}."), now=NOW) is None


def test_a_staff_address_is_worth_something_only_to_its_person() -> None:
    made = token.staff_address(SECRET, DESK, ticket=1, person="Ana@Infraware.example", expires_at=LATER)
    claim = token.read_address(SECRET, made, now=NOW)

    assert isinstance(claim, StaffClaim)
    assert token.is_given_to(SECRET, claim, "ana@infraware.EXAMPLE")
    assert not token.is_given_to(SECRET, claim, "bo@infraware.example")
    assert not token.is_given_to(SECRET, claim, "")


def test_an_address_expires_at_its_hour() -> None:
    expires_at = NOW + timedelta(minutes=90)
    made = token.page_address(
        SECRET, DESK, ticket=1, page=2, person="ana@infraware.example", expires_at=expires_at
    )

    assert isinstance(token.read_address(SECRET, made, now=expires_at), PageClaim)
    late = token.read_address(SECRET, made, now=NOW + timedelta(hours=2))
    assert isinstance(late, Expired)
    assert isinstance(late.claim, PageClaim)
    assert late.claim.ticket == 1


@given(
    address=st.text(max_size=120)
    | st.from_regex(r"support\+[tspb]\.[a-z2-7]{18,60}@x\.example", fullmatch=True)
)
def test_an_address_of_others_tells_nothing(address: str) -> None:
    assert token.read_address(SECRET, address, now=NOW) is None


def test_a_desk_whose_address_is_too_long_is_named() -> None:
    long = "x" * 50 + "@infraware.example"

    with pytest.raises(ValueError, match="too long to be signed"):
        token.staff_address(SECRET, long, ticket=1, person="a@b.example", expires_at=LATER)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 octets"):
        token.thread_address(b"short", DESK, ticket=1)

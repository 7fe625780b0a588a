"""Whose address is whose, and what is promised to whom."""

from dataclasses import replace

import pytest

from mailticket.tickets.policy import Person
from unit.tickets.makers import POLICY


@pytest.mark.parametrize(
    "address",
    [
        *("support@desk.example", "SUPPORT@Desk.Example", "support+t.abc@desk.example", "help@desk.example"),
        *("emergency@desk.example", "sales+x@desk.example", "postmaster@desk.example", "Postmaster"),
    ],
)
def test_the_desks_own_addresses_are_known_in_any_spelling(address: str) -> None:
    assert POLICY.is_own(address)


@pytest.mark.parametrize(
    "address",
    [
        *("support@desk.example.evil.example", "supporter@desk.example", "x+support@desk.example", ""),
        *("support@deskexample", "ana@desk.example", "@desk.example", "support", "support@sub.desk.example"),
    ],
)
def test_others_are_not_ours(address: str) -> None:
    assert not POLICY.is_own(address)


def test_a_queue_is_known_by_its_address_and_its_details() -> None:
    assert POLICY.queue_of("Sales+7@desk.example") == "sales"
    assert POLICY.queue_of("support@desk.example") is None


def test_staff_are_known_by_their_address_in_any_case() -> None:
    person = POLICY.person("ANA@Desk.example")
    assert person is not None
    assert person.name == "Ana Ruiz"
    assert POLICY.person("ana+x@desk.example") is None
    assert POLICY.person("") is None


def test_a_colleague_is_meant_only_if_nobody_else_could_be() -> None:
    policy = replace(
        POLICY,
        staff=(
            *POLICY.staff,
            Person(name="Ana Gomez", address="gomez@desk.example"),
            Person(name="Bo Li", address="bo@desk.example"),
        ),
    )
    found = {
        who: policy.colleague(who) for who in ("bo", "Bo Li", "gomez@desk.example", "ana", "ana ruiz", "")
    }
    assert {who: person.address if person else None for who, person in found.items()} == {
        "bo": "bo@desk.example",
        "Bo Li": "bo@desk.example",
        "gomez@desk.example": "gomez@desk.example",
        "ana": None,
        "ana ruiz": "ana@desk.example",
        "": None,
    }


@pytest.mark.parametrize(
    ("address", "customer"),
    [
        ("bea@acme.example", "Acme"),
        ("bea@ACME.example", "Acme"),
        ("boss@private.example", "Acme"),
        ("bea@sub.acme.example", None),
        ("bea@notacme.example", None),
        ("", None),
    ],
)
def test_a_customer_is_known_by_address_or_domain(address: str, customer: str | None) -> None:
    found = POLICY.customer_of(address)
    assert (found.name if found else None) == customer


def test_the_level_of_a_ticket_is_the_first_that_fits() -> None:
    level = POLICY.level_of(priority="normal", customer=None, queue="support", kind="request")
    assert level is not None
    assert level.name == "standard"
    nothing = replace(POLICY, service_levels=())
    assert nothing.level_of(priority="normal", customer="Acme", queue="x", kind="y") is None

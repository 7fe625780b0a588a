"""What listings print."""

import json

from mailticket.cli.output import as_json


def test_an_object_stays_on_its_line_whatever_a_reader_takes_for_the_end_of_one() -> None:
    value = {"text": "a\u2028b\u2029c\u0085d\ne\x0bf\x1cg"}
    printed = as_json(value)
    assert len(printed.splitlines()) == 1
    assert json.loads(printed) == value

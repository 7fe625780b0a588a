"""Dates as programs write them."""

import pytest

from mailticket.mail.date import read_date

NINE = "2026-11-20T09:00:00+00:00"


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 20 Nov 2026 10:00:00 +0100",
        "Fri, 20 Nov 2026 10:00:00 +0100 (CET)",
        "20 Nov 2026 10:00 +01:00",
        "Fri, 20 Nov 26 04:00:00 EST",
        "Friday, 20-Nov-26 09:00:00 GMT",
        "Fri, 20 Nov 2026 09:00:00 -0000",
        "Fri, 20 Nov 2026 09:00:00",
        "Fri, 20 Nov 2026 09:00:00 A",
        "Fri, 20 Nov 2026 09:00:00 +9999",
        "Fri, 20 Nov 126 10:00:00 GMT+01:00",
        "Fri, 20 Nov 2026 09:00:00 0000",
        "Fri Nov 20 09:00:00 2026",
        "Fri Nov 20 10:00:00 CET 2026",
        "Fri Nov 20 10:00:00 2026 +0100",
        "2026-11-20T10:00:00.123+01:00",
        "2026-11-20 09:00:00Z",
        "20.11.2026 10:00:00 MEZ",
        "11/20/2026 9:00:00 AM",
        "November 20, 2026 9:00 a.m.",
        "ven., 20 nov. 2026 10.00.00 +0100",
        "Пт, 20 ноя 2026 12:00:00 +0300",
        "2026年11月20日 18:00 JST",
        "金, 20 11月 2026 18:00:00 +0900",
        "星期五, 20 十一月 2026 17:00:00 +0800",
        "2026년 11월 20일 18:00 KST",
    ],
)
def test_dates_are_read_as_they_were_meant(written: str) -> None:
    assert (read := read_date(written)) is not None
    assert read.isoformat() == NINE


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("20 Dez", 12),
        ("20 août", 8),
        ("20 Mär", 3),
        ("20 marraskuuta", 11),
        ("20 março", 3),
        ("20 lip", 7),
        ("20 Şub", 2),
        ("20 мая", 5),
        ("20 srpna", 8),
    ],
)
def test_months_are_known_in_other_languages(written: str, month: int) -> None:
    assert (read := read_date(f"{written} 2026 12:00:00 +0000")) is not None
    assert read.month == month


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "Fri, 30 Feb 2026 10:00:00 +0100",
        "20 Nov 2026",
        "1/2/2026 10:00",
        "Nov 20 10:00",
        "10:00",
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(
    "piece", ["(", "1", "1:", "10:00 ", "a", "+", " ", "20 Nov 2026 10:00:00 +", "\udcff"]
)
def test_any_text_is_read_at_once(piece: str) -> None:
    read_date(piece * 10_000)
    read_date("31 Dec 9999 23:59:59 -1200")
    read_date("1 Jan 0001 00:00:00 +1200")

"""Public holidays of a country or one of its parts, for whatever year is asked."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    """Give the public holidays of a year with their names; days off in lieu are among them.

    `country` is an ISO 3166-1 code, `subdivision` the part of an ISO 3166-2 code after its dash.
    Raises ValueError with a sentence when there is no such country or part.
    """
    # The tables cost time and memory that a desk without public holidays should not pay.
    import holidays

    try:
        # The day in lieu of 1 January may fall into December, and the tables put it with either year.
        found = holidays.country_holidays(country, subdiv=subdivision, years=(year - 1, year, year + 1))
    except NotImplementedError:
        place = f"{country}-{subdivision}" if subdivision else country
        raise ValueError(
            f"no public holidays are known for {place}; "
            "write a country as in ISO 3166 (US, GB, DE), and a subdivision as in US-CA (CA)"
        ) from None
    return MappingProxyType({day: str(name) for day, name in sorted(found.items()) if day.year == year})

"""How to begin: what a person at a terminal reads once the daemon takes mail."""

from collections.abc import Sequence

from mailticket.config import Config


def first_mail(config: Config, addresses: Sequence[str]) -> str:
    """A command that sends a first mail, with what every machine has that runs this."""
    host, _, port = next((a for a in addresses if not a.startswith("unix:")), addresses[0]).rpartition(":")
    mail = (
        f"From: Ada <ada@customer.example>\\nTo: {config.desk.address}\\n"
        "Subject: The printer is on fire\\n\\nIs anybody there?"
    )
    return (
        f"python3 -c \"import smtplib; smtplib.SMTP('{host.strip('[]')}', {port})"
        f".sendmail('ada@customer.example', '{config.desk.address}', '{mail}')\""
    )


def greeting(config: Config, addresses: Sequence[str], command: str) -> str:
    """Where things are, how to send a first mail, and how to see it by the `command` that was typed."""
    return f"""
mailticket takes mail for {config.desk.address} on {", ".join(addresses)}.
The store is {config.store.url.masked}; outgoing mail goes to {config.relay.url.masked}. Ctrl-C ends it.

Send a first mail from another terminal:

  {first_mail(config, addresses)}

and see what came of it:

  {command} ticket list
"""

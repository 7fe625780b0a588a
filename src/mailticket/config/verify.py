"""What no single value shows: names that lead nowhere, addresses named twice, things that cannot be."""

from mailticket.config.faults import Place
from mailticket.config.tree import Document


def verify(document: Document, root: Place) -> None:
    """Report everything in the document that contradicts something else in it."""
    _tls(document, root / "smtp_server")
    _staff(document, root / "staff")


def _tls(document: Document, place: Place) -> None:
    server = document.smtp_server
    if (server.tls_certificate is None) != (server.tls_key is None):
        there, missing = ("tls_key", "tls_certificate")
        if server.tls_key is None:
            there, missing = missing, there
        (place / there).fault(f"needs {missing} too")
    for name, file in (("tls_certificate", server.tls_certificate), ("tls_key", server.tls_key)):
        if file is not None and not file.is_file():
            (place / name).fault(f"names {file}, which is not a file that can be seen")


def _staff(document: Document, place: Place) -> None:
    seen: dict[str, str] = {}
    for index, person in enumerate(document.staff):
        if person.address in seen:
            (place / index / "address").fault(
                f"{person.address} is already the address of {seen[person.address]}"
            )
        elif person.address:
            seen[person.address] = person.name

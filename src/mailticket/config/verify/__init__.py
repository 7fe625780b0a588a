"""What no single value shows: names that lead nowhere, addresses named twice, things that cannot be."""

from mailticket.config.faults import Place
from mailticket.config.tree import Document
from mailticket.config.verify.addresses import verify_addresses
from mailticket.config.verify.escalation import verify_escalation
from mailticket.config.verify.names import verify_names
from mailticket.config.verify.promises import verify_promises
from mailticket.config.verify.servers import verify_servers


def verify(document: Document, root: Place) -> None:
    """Report everything in the document that contradicts something else in it.

    The document may hold harmless values in place of faulty ones, which have been reported already:
    empty texts, which every check passes over.
    """
    verify_names(document, root)
    verify_addresses(document, root)
    verify_promises(document, root)
    verify_escalation(document, root)
    verify_servers(document, root)


__all__ = ["verify"]

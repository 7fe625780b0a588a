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

    The document may hold harmless values (empty, absent) in place of faulty ones. Those have been reported
    already, so nothing more is said about a place in which there is a fault.
    """
    faulty = {path[:length] for path, _ in root.findings.faults for length in range(1, len(path) + 1)}
    known = len(root.findings.faults)
    verify_names(document, root)
    verify_addresses(document, root)
    verify_promises(document, root)
    verify_escalation(document, root)
    verify_servers(document, root)
    found = root.findings.faults[known:]
    root.findings.faults[known:] = [(path, text) for path, text in found if path not in faulty]


__all__ = ["verify"]

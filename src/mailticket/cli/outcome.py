"""What follows from a verdict, in sentences for whoever asks why a mail became what it became."""

from mailticket.mail.envelope import Envelope
from mailticket.mail.message import Message
from mailticket.tickets import acknowledgement
from mailticket.tickets.policy import Policy
from mailticket.tickets.verdict import Verdict


def outcome(
    message: Message, envelope: Envelope, verdict: Verdict, policy: Policy, *, with_store: bool
) -> str:
    """One or more sentences."""
    emergency = " It starts the ladder of an emergency at once." if verdict.emergency else ""
    match verdict.kind:
        case "new request" if verdict.authority == "staff":
            return f"A member of staff opens a ticket by mail.{emergency}"
        case "new request":
            linked = ", ".join(f"#{number}" for number in verdict.linked)
            told = f" Staff are told of {linked}, the sender is not." if linked else ""
            answers = not with_store and (message.in_reply_to or message.references)
            asked = " What it answers is looked up with --config FILE only." if answers else ""
            return f"It opens a ticket. {_acknowledged(message, envelope, policy)}{told}{emergency}{asked}"
        case "reply":
            return _reply(verdict, with_store=with_store) + emergency
        case "automatic response" | "delivery report" if verdict.ticket is not None:
            return f"It is noted on ticket #{verdict.ticket}: nobody is answered, and no clock changes."
        case "automatic response" | "delivery report":
            where = (
                "" if with_store else ", or noted on the ticket it belongs to (looked up with --config FILE)"
            )
            return f"It opens no ticket: it is kept{where}. Nobody is answered, and no clock changes."
        case "loop":
            return "A mail of the desk came back: it is kept, and nothing follows."
        case "duplicate":
            where = f" on ticket #{verdict.ticket}" if verdict.ticket is not None else ""
            return f"It is here already{where}: nothing follows.{emergency}"
        case "unroutable":
            return "It is not for this desk: it is kept, and nothing follows."
        case "quarantined":
            return "It waits in quarantine until a person lets it out: `mailticket inbox replay`."


def _reply(verdict: Verdict, *, with_store: bool) -> str:
    where = f"ticket #{verdict.ticket}"
    match verdict.authority:
        case "staff":
            return f"A member of staff answers on {where}, or gives commands; the customer gets the answer."
        case "page":
            return f"It acknowledges the page for {where}; the customer does not see it."
        case _ if with_store:
            return f"It is added to {where}, and the response clock starts anew."
        case _:
            return "It is added, if the ticket exists and the sender is on it (looked up with --config FILE)."


def _acknowledged(message: Message, envelope: Envelope, policy: Policy) -> str:
    """Whether the sender is told its number; caps are left out, as they depend on what else came."""
    refusal = acknowledgement.refusal(message, envelope, policy, acknowledgement.Sent())
    to = acknowledgement.recipient(message, policy)
    if refusal is not None or to is None:
        return f"No acknowledgement: {refusal.reason if refusal else 'there is nobody to write to.'}"
    return f"{to.address} is told its number."

"""The rules, defects and outcomes of an account in words that a person understands."""

from collections.abc import Mapping
from typing import Final

RULES: Final[Mapping[str, str]] = {
    # which ticket it belongs to
    "no-thread": "Nothing in it points to a ticket: a new matter.",
    "number-in-subject": "The subject carries the number of a ticket.",
    "signed-recipient": "It was sent to an address that the desk signed for this ticket.",
    "signed-message-id": "It answers a mail that the desk sent and signed.",
    "known-message-id": "It answers a mail that is on a ticket.",
    "named-by-its-reply": "A reply to it came before it, and that is on a ticket.",
    "sender-on-ticket": "Who wrote it is on that ticket.",
    "stranger-to-ticket": "It points to a ticket that its sender is not on: they get one of their own.",
    "closed-too-long": "The ticket that it points to has been closed for too long to be opened again.",
    "signed-reverse-path": "It was returned to the reverse-path that the desk signed.",
    "number-and-participant": "The subject carries the number of a ticket, and its sender is on it.",
    "same-mail": "The very same mail came before.",
    # who wrote it
    "signed-staff-address": "A member of staff wrote to the signed address that they were given.",
    "signed-page-address": "It answers a page, at the address signed for whom the page went to.",
    "trusted-authentication": "The trusted host vouches for the member of staff in From.",
    "staff-address-unproven": "From is a member of staff, but nothing proves it: it counts as a stranger's.",
    "reply-address-of-another": "It was sent to a signed address that was given to somebody else.",
    "reply-address-expired": "The signed address that it was sent to has expired.",
    "not-one-author": "From names nobody, or more than one: who wrote it is not certain.",
    "recipient-not-ours": "None of those it was sent to is this desk.",
    "emergency-address": "It was sent to an emergency address.",
    "spam": "The spam filter in front marked it.",
    # what a machine did
    "delivery-report": "A mail server reports what became of a mail.",
    "undelivered": "A mail server writes that a mail was not delivered.",
    "delivered": "A mail server reports that a mail was delivered.",
    "receipt": "A mail program reports that a mail was read or deleted (RFC 8098).",
    "receipt-in-text": "It says, in the words of a mail program, that a mail was read or deleted.",
    "feedback-report": "A provider passes on a complaint about a mail (RFC 5965).",
    "calendar-answer": "A calendar answers an invitation.",
    "challenge": "A filter asks the sender to prove that they are a person.",
    "auto-replied": "Its header says that a program answered.",
    "auto-reply-header": "It has a header that only programs which answer by themselves write.",
    "auto-reply-subject": "Its subject begins as holiday notices do.",
    "auto-reply-words": "It says what holiday notices say.",
    "exchange-answer": "Exchange answered by itself: its headers show it.",
    "null-path-answer": "It is an answer that must not be answered: its reverse-path is empty.",
    "auto-submitted": "Its header says that a program wrote it.",
    "generated-header": "It has a header that only programs write.",
    "generated-text": "It says itself that a program wrote it.",
    "form": "A form on a web page sent it for a person, who is named in Reply-To.",
    "list": "A mailing list or a bulk sender passed it on.",
    "hops": "It came over more servers than any mail should.",
    "null-path": "Its reverse-path is empty, as that of a machine's mail is.",
    "null-reverse-path": "Its reverse-path is empty: it must not be answered.",
    "unanswerable-sender": "It comes from an address at which nobody reads.",
    "own-message-id": "The desk itself sent it: its Message-ID is signed.",
    "from-the-desk": "From is the desk itself.",
    "loop-header": "It carries the mark of a mail that this desk sent.",
}
"""What a rule means, by its name."""

DEFECTS: Final[Mapping[str, str]] = {
    "AddressHeaderDefect": "an address is not written as it should be",
    "CloseBoundaryNotFoundDefect": "the end of the last part is missing: it may have been cut off",
    "DateHeaderDefect": "the date is not written as it should be",
    "FirstHeaderLineIsContinuationDefect": "the header begins in the middle of a field",
    "InvalidBase64CharactersDefect": "Base64 with letters that do not belong there",
    "InvalidBase64LengthDefect": "Base64 that is damaged",
    "InvalidBase64PaddingDefect": "Base64 that was cut off",
    "InvalidMultipartContentTransferEncodingDefect": "a container of parts is said to be encoded",
    "MisplacedEnvelopeHeaderDefect": "an mbox line stands in the middle of the header",
    "MissingHeaderBodySeparatorDefect": "the header has a line that is none, and ends there",
    "MultipartInvariantViolationDefect": "parts are announced, and there are none",
    "NoBoundaryInMultipartDefect": "parts are announced, but not what separates them",
    "ReceivedHeaderDefect": "a trace of a server is not written as it should be",
    "StartBoundaryNotFoundDefect": "what should separate the parts does not occur",
    "UndecodableBytesDefect": "the header has letters of an unknown character set",
}
"""What the names mean that parsers have for defects; all others are words already."""

FATES: Final[Mapping[str, str]] = {
    "failed": "not delivered",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "passed on",
    "expanded": "passed on to many",
    "read": "read",
}
"""What became of a mail, as reports say it."""

"""What the rules about machine mail look at: a mail half read, as plain values."""

from dataclasses import dataclass, field

from mailticket.mail.address import Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One MIME part of the mail, containers too, in the order of the mail.

    An attached message (message/rfc822) is one part: what is within it is not listed, since it says nothing
    about the mail that carries it.
    """

    content_type: str  # type/subtype in lower case
    parameters: tuple[tuple[str, str], ...] = ()  # names in lower case, values decoded
    # The decoded text of a text part; for message/* the source within (header lines first); "" for others.
    # Bounded: 64 KiB are enough.
    text: str = ""

    def parameter(self, name: str) -> str:
        """The value of a parameter, "" if it is absent."""
        return next((value for key, value in self.parameters if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A mail as far as it is read when it is asked whether a machine wrote it."""

    headers: tuple[tuple[str, str], ...]  # of the mail itself, decoded, in their order
    parts: tuple[Part, ...] = ()  # depth first; the first is the mail itself
    subject: str = ""
    from_: tuple[Mailbox, ...] = ()
    text: str = ""  # readable text of the whole body

    _first: dict[str, str] = field(init=False, repr=False, compare=False)  # by name in lower case

    def __post_init__(self) -> None:
        # The rules ask for some thirty headers of each mail.
        object.__setattr__(self, "_first", {key.lower(): value for key, value in reversed(self.headers)})

    def header(self, name: str) -> str:
        """The value of the first header of that name (in any case), "" if it is absent."""
        return self._first.get(name.lower(), "")

    def has(self, name: str) -> bool:
        """Whether there is a header of that name, empty or not."""
        return name.lower() in self._first

"""Where a secret comes from: its key, a file, a systemd credential, or the URL it belongs to."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from stat import S_ISREG

from mailticket.config.addresses import Url
from mailticket.config.faults import Path as KeyPath
from mailticket.config.faults import Place
from mailticket.config.secret import Secret
from mailticket.config.sections import Mailbox, OAuth2, Relay
from mailticket.config.tree import Document
from mailticket.config.values import is_beyond, is_there


def find_secrets(
    document: Document, environ: Mapping[str, str], root: Place, source: Path, origins: Mapping[KeyPath, str]
) -> Document:
    """The document with each `password` and `client_secret` set, whichever way it is given.

    A systemd credential has the dotted name of the key: relay.password, mailboxes.NAME.password.
    """
    finder = _Finder(environ, source, origins)
    relay, store = root / "relay", root / "store"
    return replace(
        document,
        store=replace(
            document.store,
            password=finder.find(
                store,
                "store",
                "password",
                document.store.password,
                document.store.password_file,
                document.store.url,
            ),
        ),
        relay=finder.relay(document.relay, relay),
        mailboxes=tuple(
            finder.mailbox(mailbox, root / "mailboxes" / index)
            for index, mailbox in enumerate(document.mailboxes)
        ),
    )


class _Finder:
    def __init__(self, environ: Mapping[str, str], source: Path, origins: Mapping[KeyPath, str]) -> None:
        self.directory = environ.get("CREDENTIALS_DIRECTORY", "")
        self.source = source
        self.origins = origins

    def find(
        self,
        place: Place,
        owner: str,
        key: str,
        value: Secret | None,
        file: Path | None,
        url: Url | None = None,
    ) -> Secret | None:
        """The secret: of two ways the one that is set by an environment variable, else a fault."""
        by_variable = (*place.path, key) in self.origins
        if value is not None and file is not None and not by_variable:
            if (*place.path, f"{key}_file") not in self.origins:
                (place / key).fault(f"is given, and {key}_file too; keep one of them")
            value = None
        if value is not None:
            if not by_variable:
                self.warn_of_readers(place / key, self.source)
            return value
        if file is not None:
            return Secret(file=self.file(place / f"{key}_file", file))
        credential = Path(self.directory, f"{owner}.{key}")
        if self.directory and is_there(credential):
            return Secret(file=credential)
        password = url.password if url is not None else None
        if password is not None and (*place.path, "url") not in self.origins:
            self.warn_of_readers(place / "url", self.source)
        return password

    def file(self, place: Place, file: Path) -> Path:
        """The file of a secret, after a look whether it is there."""
        if is_beyond(file):
            return file
        try:
            mode = file.stat().st_mode
        except FileNotFoundError:
            place.fault(f"names {file}, which does not exist")
        except OSError as error:  # this user may not look, while the daemon's user may
            place.warn(f"names {file}, which cannot be looked at: {error.strerror}")
        else:
            if not S_ISREG(mode):
                place.fault(f"names {file}, which is not a file")
            else:
                self.warn_of_readers(place, file)
        return file

    def warn_of_readers(self, place: Place, file: Path) -> None:
        """Warn if a file with a secret can be read by everybody."""
        try:
            mode = file.stat().st_mode
        except OSError:
            return
        if mode & 0o004:
            place.warn(f"is a secret in {file}, which everybody on this machine can read; chmod o-r it")

    def relay(self, relay: Relay, place: Place) -> Relay:
        """The relay with its secrets, and with the user that its URL names."""
        password = self.find(place, "relay", "password", relay.password, relay.password_file, relay.url)
        fallback = self.find(
            place,
            "relay",
            "fallback_password",
            relay.fallback_password,
            relay.fallback_password_file,
            relay.fallback_url,
        )
        return replace(
            relay,
            username=relay.username or relay.url.username,
            password=password,
            fallback_password=fallback,
            oauth2=self.oauth2(relay.oauth2, place / "oauth2", "relay.oauth2"),
        )

    def mailbox(self, mailbox: Mailbox, place: Place) -> Mailbox:
        """The mailbox with its secrets, and with the user that its URL names."""
        owner = f"mailboxes.{mailbox.name}"
        return replace(
            mailbox,
            username=mailbox.username or mailbox.url.username,
            password=self.find(
                place, owner, "password", mailbox.password, mailbox.password_file, mailbox.url
            ),
            oauth2=self.oauth2(mailbox.oauth2, place / "oauth2", f"{owner}.oauth2"),
        )

    def oauth2(self, oauth2: OAuth2 | None, place: Place, owner: str) -> OAuth2 | None:
        """The sign-in with its client's secret."""
        if oauth2 is None:
            return None
        if oauth2.key_file is not None:
            oauth2 = replace(oauth2, key_file=self.file(place / "key_file", oauth2.key_file))
        secret = self.find(place, owner, "client_secret", oauth2.client_secret, oauth2.client_secret_file)
        return replace(oauth2, client_secret=secret)

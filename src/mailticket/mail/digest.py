"""A hash of what a mail says, the same by whatever route it came."""

import hashlib
import re

# What servers and mailboxes add on the way: it differs between two copies of one mail.
_TRACE = re.compile(
    rb"^(?:received|x-received|return-path|delivered-to|x-delivered-to|envelope-to|x-original-to|x-envelope-.*"
    rb"|x-forwarded-.*|authentication-results.*|x-authentication-.*|arc-.*|dkim-.*|domainkey-.*|x-dkim.*"
    rb"|x-google-.*|x-gm-.*|x-spam.*|x-virus.*|x-scanned.*|x-amavis.*|x-rspamd.*|received-spf|x-received-spf"
    rb"|x-apparently-to|x-uidl?|x-mozilla-.*|status|x-status|x-keywords|lines|content-length|x-account-.*"
    rb"|x-ms-exchange-.*|x-forefront-.*|x-microsoft-antispam.*|x-eop.*|x-barracuda.*|x-proofpoint.*|x-ironport.*"
    rb"|x-mimecast.*|x-sieve|x-resolved-to|x-bogosity|x-antivirus.*|x-fetchmail.*|x-getmail.*|x-imap.*|bcc|xref)$"
)
_CHUNK = 1 << 20


def content_digest(raw: bytes, header_end: int) -> str:
    """SHA-256 over headers other than trace, and the body; line ends and folding do not count."""
    digest = hashlib.sha256()
    head = raw[: min(header_end, 1 << 20)].replace(b"\r\n", b"\n")
    for field in re.split(rb"\n(?![ \t])", head):
        name, _, value = field.partition(b":")
        name = name.strip().lower()
        if name and not _TRACE.match(name) and not field.startswith(b"From "):
            digest.update(name + b":" + b" ".join(value.split()) + b"\n")
    digest.update(b"\n")
    start, end = _trimmed(raw, header_end)
    body = memoryview(raw)
    while start < end:
        stop = min(start + _CHUNK, end)
        if stop < end and raw[stop - 1 : stop] == b"\r":
            stop += 1
        digest.update(bytes(body[start:stop]).replace(b"\r\n", b"\n"))
        start = stop
    return digest.hexdigest()


_LINE_END = re.compile(rb"[\r\n]*+")


def _trimmed(raw: bytes, start: int) -> tuple[int, int]:
    """Where the body begins and ends without the empty lines around it."""
    found = _LINE_END.match(raw, start)
    start = found.end() if found else start
    end = len(raw)
    while end > start:
        tail = raw[max(start, end - _CHUNK) : end]
        kept = len(tail.rstrip(b"\r\n"))
        end -= len(tail) - kept
        if kept:
            break
    return start, end

"""The new text of a reply, without quotation and signature."""


def reply_text(text: str, html: str | None = None, *, subject: str = "") -> str:
    """What the writer of a mail added. Never empty where `text` is not; `text` itself is kept elsewhere.

    `html` is the HTML body if there is one: its structure may show a quotation that the text does not.
    """
    del html, subject
    kept = [line for line in text.splitlines() if not line.startswith(">")]
    return "\n".join(kept).strip() or text.strip()

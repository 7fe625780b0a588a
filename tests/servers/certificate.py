"""A throw-away certificate for loopback and the authority that clients must trust for it."""

import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """PEM texts: the server's chain and key, and the authority that signed them."""

    chain: bytes
    key: bytes
    authority: bytes

    def write(self, folder: Path) -> tuple[Path, Path, Path]:
        """Write chain.pem, key.pem and authority.pem; gives their paths in this order."""
        files = {"chain.pem": self.chain, "key.pem": self.key, "authority.pem": self.authority}
        for name, text in files.items():
            (folder / name).write_bytes(text)
        return folder / "chain.pem", folder / "key.pem", folder / "authority.pem"

    def client_context(self) -> ssl.SSLContext:
        """What a client needs to trust it."""
        return ssl.create_default_context(cadata=self.authority.decode())

    def server_context(self, folder: Path) -> ssl.SSLContext:
        """What a server in this process needs to show it; writes the files that `ssl` wants."""
        chain, key, _ = self.write(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(chain, key)
        return context


@cache
def certificate(*names: str) -> Certificate:
    """A certificate for 127.0.0.1, localhost and `names`, made once for a run of the tests."""
    authority = trustme.CA()
    server = authority.issue_cert("127.0.0.1", "localhost", *names)
    return Certificate(
        chain=b"".join(blob.bytes() for blob in server.cert_chain_pems),
        key=server.private_key_pem.bytes(),
        authority=authority.cert_pem.bytes(),
    )

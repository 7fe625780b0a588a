"""What one client, and all clients together, may ask of the SMTP and LMTP server."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLimits:
    """Sizes are bytes, times are seconds; the defaults suit a support address on the open internet."""

    message_size: int = 25 * MIB  # announced as SIZE (RFC 1870); dot-stuffing and the final dot not counted
    header_size: int = 256 * KIB  # all header fields together
    header_field_size: int = 64 * KIB  # one field with its continuation lines
    recipients: int = 100  # RFC 5321, section 4.5.3.1.8: at least 100
    hops: int = 100  # Received fields (RFC 5321, section 6.3)
    connections: int = 200
    connections_per_address: int = 20  # an IPv6 client is counted by its /64
    idle: float = 300.0  # without a finished command, or without a byte of a message
    data: float = 600.0  # for a whole message, from 354 to its end
    minimum_rate: int = 1024  # bytes a second, on average over the message
    rate_grace: float = 60.0  # before the minimum rate counts
    line_length: int = 4096  # of a command; long addresses and DSN parameters fit
    commands: int = 1000  # without a message that was accepted
    failed_commands: int = 50  # answered with 5yz, in one session
    bytes_in_flight: int = 32 * MIB  # of messages held in memory; beyond, even small ones go to files
    spill_over: int = 256 * KIB  # a message larger than this goes to a file while it arrives

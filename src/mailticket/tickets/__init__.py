"""What a desk does: pure decisions about tickets, without sockets, clock, randomness or database."""

"""What mail is: pure values and functions, without sockets, clock, randomness or database."""

"""Sockets: the protocols by which mail comes in and goes out."""

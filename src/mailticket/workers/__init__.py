"""Loops that claim rows and work on them."""

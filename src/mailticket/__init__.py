"""Turns the mail of a support address into tickets that a human answers in time."""

__version__ = "0.1.0"

"""Durable truth: what is kept in SQLite or PostgreSQL."""

"""The configuration becomes what the rooms work with: policy, tools, store, relay.

Each is in a module of its own, so that a command loads only what it asks for.
"""

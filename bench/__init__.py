"""What the daemon does in a second and what it takes for it, beside what others do on the same machine."""

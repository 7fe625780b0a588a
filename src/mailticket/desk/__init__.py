"""The door: facts are loaded, the pure core decides, mail is composed, and one transaction keeps it all."""

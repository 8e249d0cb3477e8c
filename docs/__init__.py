"""What is written for people and made from data: see `docs.generate`."""

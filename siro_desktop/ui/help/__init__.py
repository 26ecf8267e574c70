"""Help without a network: the keys there are, and pages that explain the program."""

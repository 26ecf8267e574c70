"""The dialog of events, and that of one of them."""

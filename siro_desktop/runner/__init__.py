"""The only code that knows QThread."""

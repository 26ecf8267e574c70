"""Pure values and rules. No Qt, no input or output, no third-party package."""

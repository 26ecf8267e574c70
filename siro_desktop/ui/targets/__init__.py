"""The dialog of targets: the bands of metrics, and the colours of pass rates."""

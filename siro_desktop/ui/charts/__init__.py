"""Charts of an answer and of a comparison: bars and trends, one unit a panel. pyqtgraph comes when first drawn."""

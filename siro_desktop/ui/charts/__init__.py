"""Bar charts of an answer: one panel for each unit, and one for pass rates. pyqtgraph is imported when first drawn."""

"""Results of several cells: the views that show one comparison, and what they share."""

"""Undo and redo: one stack for a window, and a history for each thing that a person changes in it."""

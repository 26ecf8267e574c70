"""Reports on paper: print, preview and PDF of the shown result."""

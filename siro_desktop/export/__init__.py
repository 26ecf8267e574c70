"""Files for people: written under a temporary name and renamed."""

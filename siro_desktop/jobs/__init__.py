"""Use cases, one file each. A job is a plain value; running it means: return is success, raise is failure."""

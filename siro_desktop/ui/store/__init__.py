"""The dialog of local data: what is stored where, how long it is kept, checks, backups and their way back."""

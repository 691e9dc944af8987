"""Reports: made, looked at, saved."""

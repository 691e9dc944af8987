"""The first page of a project: what is in it, and what comes next."""

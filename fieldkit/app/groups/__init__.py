"""The community groups of a project."""

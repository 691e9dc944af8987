"""Burning issues."""

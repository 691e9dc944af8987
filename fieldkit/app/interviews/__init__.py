"""Interviews: who, when, and what they agreed to."""

"""Questionnaires as they are filled in."""

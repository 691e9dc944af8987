"""Sharing with the team, and settling what people wrote apart."""

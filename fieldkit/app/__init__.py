"""The window. All of Qt lives here."""

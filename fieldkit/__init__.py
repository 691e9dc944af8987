"""Fieldwork on what communities need from technology: offline, shared by folder, reported with care."""

__version__ = "0.1.0"

"""Syncing through what people really share folders with, each started here and speaking to this machine alone."""

"""How well tools fit, and which are in use."""

"""Notes, and the barriers that people find in them."""

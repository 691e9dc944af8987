"""A form being filled: its answer sheet, what it asks now, and what becomes of each answer."""

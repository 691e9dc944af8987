"""What the data say: tables of what was heard, counted so that nobody is given away."""

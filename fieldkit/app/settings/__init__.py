"""Who works here, how the window looks, what the project is for."""

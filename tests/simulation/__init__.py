"""Made-up histories of laptops that share a folder, on the real code, the same ones whenever a seed is given."""

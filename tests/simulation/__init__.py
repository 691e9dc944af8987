"""Made-up histories of laptops that share a folder, on the real code; a seed decides chance, time and power."""

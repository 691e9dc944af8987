"""What we tell people: values that make a document, and the pages and files it becomes."""

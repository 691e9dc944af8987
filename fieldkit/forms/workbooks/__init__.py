"""A workbook becomes an XForm by way of pyxform, or its author learns all that is wrong with it."""

"""The stages of reading a PDF: text, readable, running_heads, columns, rows, paragraphs."""

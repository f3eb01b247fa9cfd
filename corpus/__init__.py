"""Reference data that ships with Palermo: files that a lawyer can read and correct."""

"""The history of the tables, one step a file under versions/. A step that was released never changes."""

"""What a reader's words mean, before anything is searched: concepts, treaty places, laws, States and acronyms."""

"""What `plugin new` writes, as text files with ``$name`` and friends in them."""

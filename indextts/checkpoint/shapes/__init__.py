"""Which keys of which shapes every official file holds, computed from the configuration, file by file.

At the released sizes these equal the manifests of the official files (the tests compare them); at any other size they
say what a checkpoint of that configuration must hold.
"""

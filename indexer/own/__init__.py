"""A corpus of the user's own, kept beside the builds of an index and built with the shipped one."""

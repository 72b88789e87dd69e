"""The JSON routes, one module for each kind of thing asked for."""

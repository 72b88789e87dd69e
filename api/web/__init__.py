"""The pages for people: the same answers as below `/v1`, written into HTML on the server.

Every page works without a script; one small script of the service's own adds buttons. What the
pages say lies in `words.toml` and the templates, not in Python (docs/decisions/0016-web-pages.md).
"""

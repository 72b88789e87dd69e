"""The Model Context Protocol: the same questions for language models, with the same bounds.

The SDK's package is named `mcp` too; all imports are absolute, so that the two never meet. Only
`api.mcp.server` imports the SDK, and only `clausegraph mcp` imports that.
"""

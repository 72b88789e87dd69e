"""What an IRI below the base names, and how it is told: in RDF, as text, and for a page.

Part of the read side: everything here is a pure function of one opened build.
"""

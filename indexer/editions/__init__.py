"""Several editions of one instrument: units keep their identifiers, one edition is current."""

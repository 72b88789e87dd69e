"""Queries that mean harm, and what must come of each: the limit that it meets, or None for any."""

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
RUNAWAYS = {
    "count of a product": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} . ?j ?k ?l }}",
    "order of a product": f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?f ?h",
    "distinct of a product": f"SELECT DISTINCT * {{ {PRODUCT} }} ORDER BY ?a",
    "group_concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) {{ {PRODUCT} }}",
    "path over everything": "SELECT (COUNT(*) AS ?n) { ?s (!<a:b>|^!<a:b>)* ?o . ?a (!<a:b>)* ?c }",
    "numbers": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ 0 1 2 3 4 5 6 7 8 9 }}" for i in range(12))
    + " }",
    "exists of a product": f"ASK {{ ?s ?p ?o FILTER NOT EXISTS {{ {PRODUCT} FILTER(?a = 1) }} }}",
    "strings that double": "SELECT (STRLEN(?z) AS ?n) { BIND('xxxxxxxx' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
    + " BIND(?a40 AS ?z) }",
}
"""None of them ends within seconds, or fits into memory."""

PARSED = {
    "braces": "ASK " + "{" * 5000 + "}" * 5000,
    "parentheses": "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 10_000) + " }",
    "nested collections": "ASK { ?s ?p " + "(" * 60 + "1" + ")" * 60 + " }",
    "a chain of optionals": "ASK { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 5000 + "}",
    "a chain of operators": "ASK { FILTER(1" + "+1" * 50_000 + " > 0) }",
    "a chain of signs": "ASK { FILTER(" + "!" * 50_000 + "true) }",
    "a long path": "ASK { ?s " + "/".join(["<a:b>"] * 20_000) + " ?o }",
    "a path of stars": "ASK { ?s " + "(" * 50 + "<a:b>" + ")*" * 50 + " ?o }",
    "many values": "ASK { VALUES ?x { " + "1 " * 100_000 + "} }",
    "a bomb of a pattern": "ASK { ?s ?p ?o FILTER REGEX(STR(?o), '((a{1,99}){1,99}){1,99}b') }",
    "a pattern that backtracks": "ASK { FILTER REGEX('" + "a" * 5000 + "!', '^(a|aa|a*)+$') }",
    "a replacement that grows": "ASK { BIND(REPLACE('"
    + "a" * 5000
    + "', 'a', '"
    + "b" * 50_000
    + "') AS ?x) BIND(REPLACE(?x, 'b', '"
    + "c" * 50_000
    + "') AS ?y) }",
}
"""Each is meant for the parser, the optimiser or the pattern engine."""

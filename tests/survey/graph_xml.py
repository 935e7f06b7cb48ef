"""What the tests of GraphML and GEXF share."""

from __future__ import annotations

GRAPHML = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
GEXF = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'


def ties(survey):
    return {(row[1], row[2]): row[4] for row in survey.ties.itertuples(index=False)}


def by_relation(survey):
    found = {}
    for row in survey.ties.itertuples(index=False):
        found.setdefault((row[0], row[3]), {})[row[1], row[2]] = row[4]
    return found


def codes(survey):
    return {issue.code for issue in survey.issues}

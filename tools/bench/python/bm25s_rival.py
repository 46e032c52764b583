"""bm25s with an English Snowball stemmer on retrieval sets: chooses among so many configurations on the search items, answers R@1 on the holdout.

Reads {"configurations": n, "sets": [{"name", "documents": [text], "queries": [text], "targets": [[document number]],
"splits": [{"search": [query number], "holdout": [query number]}]}]} from standard input, writes {name: [share of holdout solved, a split each]}.
"""

import json
import random
import sys

import bm25s
import numpy as np
import Stemmer

stemmer = Stemmer.Stemmer("english")


def configurations(count):
    """The library's own defaults first, then random ones of its whole space."""
    drawn = random.Random(1)
    found = [{"k1": 1.5, "b": 0.75, "delta": 0.5, "method": "lucene", "stopwords": "en"}]
    while len(found) < count:
        found.append(
            {
                "k1": drawn.uniform(0.3, 3),
                "b": drawn.uniform(0, 1),
                "delta": drawn.uniform(0, 1.5),
                "method": drawn.choice(["lucene", "robertson", "atire", "bm25l", "bm25+"]),
                "stopwords": drawn.choice(["en", None]),
            }
        )
    return found


def solved(retrieval, k1, b, delta, method, stopwords):
    """For each query: is the first document a right one, and the reciprocal rank of the first right one of ten."""
    tokens = {
        name: bm25s.tokenize(retrieval[name], stopwords=stopwords, stemmer=stemmer, show_progress=False)
        for name in ("documents", "queries")
    }
    index = bm25s.BM25(k1=k1, b=b, delta=delta, method=method)
    index.index(tokens["documents"], show_progress=False)
    most = min(10, len(retrieval["documents"]))
    found, _ = index.retrieve(tokens["queries"], k=most, show_progress=False)
    ranks = [
        next((rank for rank, document in enumerate(row, 1) if int(document) in targets), None)
        for row, targets in zip(found, map(set, retrieval["targets"]))
    ]
    return np.array([rank == 1 for rank in ranks]), np.array([0 if rank is None else 1 / rank for rank in ranks])


def main():
    asked = json.load(sys.stdin)
    answer = {}
    for retrieval in asked["sets"]:
        outcomes = [solved(retrieval, **each) for each in configurations(asked["configurations"])]
        answer[retrieval["name"]] = [
            float(
                max(outcomes, key=lambda each: (each[0][split["search"]].mean(), each[1][split["search"]].mean()))[0][
                    split["holdout"]
                ].mean()
            )
            for split in retrieval["splits"]
        ]
    json.dump(answer, sys.stdout)


main()

"""TF-IDF with linear models of scikit-learn on labelled texts: chooses among so many configurations on dev, answers the accuracy on test and the seconds of all fits.

Reads {"configurations": n, "sets": [{"name", "train": [[text, label]], "dev": ..., "test": ...}]} from standard input,
writes {name: {"accuracy", "seconds"}}; seconds count vectorizing and fitting, each configuration on its own.
"""

import json
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def words(longest):
    return TfidfVectorizer(sublinear_tf=True, ngram_range=(1, longest))


def words_and_characters(longest):
    return make_union(words(2), TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, longest)))


# From the strongest: with few configurations the rival has the best of them.
grid = [
    lambda: make_pipeline(words_and_characters(5), LinearSVC(C=1)),
    lambda: make_pipeline(words(1), LogisticRegression(C=10, max_iter=200)),
    lambda: make_pipeline(words_and_characters(4), LinearSVC(C=3)),
    lambda: make_pipeline(words(2), LinearSVC(C=1)),
    lambda: make_pipeline(words_and_characters(5), LinearSVC(C=10)),
    lambda: make_pipeline(words(1), LinearSVC(C=1)),
    lambda: make_pipeline(words_and_characters(4), LinearSVC(C=0.3)),
    lambda: make_pipeline(words(2), LinearSVC(C=10)),
]


def accuracy(model, items):
    texts, labels = zip(*items)
    return float(np.mean(model.predict(texts) == np.array(labels)))


def play(labelled, count):
    seconds, best = 0.0, (-1.0, None)
    for number in range(count):
        model = grid[number % len(grid)]()
        texts, labels = zip(*labelled["train"])
        started = time.perf_counter()
        model.fit(texts, labels)
        seconds += time.perf_counter() - started
        on_dev = accuracy(model, labelled["dev"]) if labelled["dev"] else 0.0
        if on_dev > best[0]:
            best = (on_dev, model)
    return {"accuracy": accuracy(best[1], labelled["test"]) if labelled["test"] else None, "seconds": seconds}


def main():
    asked = json.load(sys.stdin)
    json.dump({each["name"]: play(each, asked["configurations"]) for each in asked["sets"]}, sys.stdout)


main()

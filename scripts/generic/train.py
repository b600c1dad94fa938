#!/usr/bin/env python3
"""Trains the model that tells secrets from other values of credential words, and measures it over repositories.

  train.py [--more MORE.jsonl …] --out src/detect/data/generic-model.json LABELLED.jsonl …
  train.py [--more MORE.jsonl …] --folds N [--drop REGEX] LABELLED.jsonl …

LABELLED is the output of describe-creddata.ts (one file for each form of the values: both are trained on), MORE that of
describe-tree.ts (candidates that are no secrets) and of describe-synthetic.ts. Packages: requirements.txt. Seeds, order and versions are fixed, so the
same input gives the same model. With --folds the rows of a repository are scored by a model that has seen none of it, in
any form; figures count labelled places, as creddata.py does with --no-uuid, by the model alone or together with what
other rules found (--found).
"""
import argparse, hashlib, json, re
from collections import Counter, defaultdict
import lightgbm, numpy

PARTS = ["name", "value", "line"]
PARAMETERS = dict(
    objective="binary", learning_rate=0.06, num_leaves=31, extra_trees=True, min_data_in_leaf=10, feature_fraction=0.3,
    bagging_fraction=0.8, bagging_freq=1, lambda_l2=3, seed=7, deterministic=True, force_row_wise=True,
    num_threads=1, verbose=-1,
)
TREES = 250
# Packages are full of keys and passwords for tests that the labelled rows call credentials: they weigh less, and random
# values, which nothing but that tells from credentials, hardly at all.
CLEAN_WEIGHT = {"random": 0.1, "words": 0.9, "address": 0.9, "sample": 0.9}
# A word is a feature when this many repositories use it: in names and values, and in the line before the name.
LEAST = {"name": 8, "value": 8, "line": 24}
# Scores from which values of each making count as found; the first are those of matcher.ts, as is the score from which
# what is believed counts.
MAKINGS = ["random", "words", "address", "sample"]
THRESHOLDS = [(0.45, 0.3, 0.45, 0.6), (0.3, 0.3, 0.3, 0.3), (0.45, 0.45, 0.45, 0.45), (0.6, 0.45, 0.6, 0.7), (0.8, 0.8, 0.8, 0.8)]
BELIEVED = 0.1
# Categories of labels that name no secret: ids, names of hosts, what is used once or is stored in the open.
HARMLESS_CATEGORIES = {
    "UUID", "Nonce", "Salt", "AWS S3 Bucket", "Firebase Domain", "AWS Client ID", "Tencent WeChat API App ID",
}


def fold_of(repo, folds):
    return int(hashlib.sha256(repo.encode()).hexdigest(), 16) % folds


def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def usable(rows):
    """Candidates to train on: of a true place only the labelled value itself; UUIDs of no name are left out."""
    return [row for row in rows if not row.get("none") and not row["uuid"] and (row["label"] == 0 or row["own"])]


def features_of(rows, drop):
    numbers = [name for name in rows[0]["numbers"] if not (drop and re.search(drop, name))]
    users = defaultdict(set)
    for row in rows:
        for part in PARTS:
            for word in set(row["words"][part]):
                if not word.isdigit() and len(word) <= 20:
                    users[part, word].add(row["repo"])
    words = sorted(key for key, repos in users.items() if len(repos) >= LEAST[key[0]])
    return numbers, [word for word in words if not (drop and re.search(drop, " ".join(word)))]


def matrix(rows, numbers, words):
    places = {word: len(numbers) + index for index, word in enumerate(words)}
    cells = numpy.zeros((len(rows), len(numbers) + len(words)), dtype=numpy.float32)
    for index, row in enumerate(rows):
        cells[index, : len(numbers)] = [row["numbers"][name] for name in numbers]
        for part in PARTS:
            for word in row["words"][part]:
                place = places.get((part, word))
                if place is not None:
                    cells[index, place] = 1
    return cells


def train(labelled, more, drop=None):
    """A repository weighs as the root of its number of rows, so that none rules."""
    numbers, words = features_of(labelled, drop)
    rows = labelled + more
    counts = Counter(row["repo"] for row in rows)
    share = [1.0] * len(labelled) + [1.0 if row["label"] else CLEAN_WEIGHT[row["making"]] for row in more]
    weights = numpy.array([counts[row["repo"]] ** -0.5 for row in rows]) * numpy.array(share)
    data = lightgbm.Dataset(
        matrix(rows, numbers, words), numpy.array([row["label"] for row in rows]), weight=weights * len(rows) / weights.sum()
    )
    return lightgbm.train(PARAMETERS, data, TREES), numbers, words


def short(number, digits=4):
    return float(f"%.{digits}g" % number)


def nodes_of(node, out, numbers):
    """Preorder, four numbers a node: feature, threshold, place of the right child, mean."""
    if "leaf_value" in node:
        out += [-1, 0, 0, short(node["leaf_value"], 3)]
        return
    feature = node["split_feature"]
    threshold = short(node["threshold"], 5) if feature < numbers else 0.5
    place = len(out)
    out += [feature, threshold, 0, short(node["internal_value"], 3)]
    nodes_of(node["left_child"], out, numbers)
    out[place + 2] = len(out) // 4
    nodes_of(node["right_child"], out, numbers)


def write(path, model, numbers, words):
    trees = []
    for tree in model.dump_model()["tree_info"]:
        trees.append([])
        nodes_of(tree["tree_structure"], trees[-1], len(numbers))
    compact = lambda value: json.dumps(value, separators=(",", ":"))
    with open(path, "w", encoding="utf-8") as out:
        out.write('{\n"bias":0,\n"numbers":[\n' + ",\n".join(map(compact, numbers)) + '\n],\n"words":[\n')
        out.write(",\n".join(map(compact, words)) + '\n],\n"trees":[\n' + ",\n".join(map(compact, trees)) + "\n]\n}\n")


def is_found(score, row, threshold):
    return score >= (BELIEVED if row["believed"] else threshold[MAKINGS.index(row["making"])])


def figures(places, found, secrets_only):
    hits = alarms = missed = 0
    for place, row in places.items():
        if row["label"] and (row["uuid"] or (secrets_only and set(row["category"].split(":")) <= HARMLESS_CATEGORIES)):
            continue
        hits += place in found and row["label"] == 1
        alarms += place in found and row["label"] == 0
        missed += place not in found and row["label"] == 1
    precision, recall = hits / max(1, hits + alarms), hits / max(1, hits + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def cross_validate(forms, clean, folds, drop, found):
    """Prints the figures of each form: of all labels, and of those that name a secret."""
    scores = [[] for _ in forms]
    alarms = []
    for fold in range(folds):
        other = lambda row: fold_of(row["repo"], folds) != fold
        labelled = [row for rows in forms for row in usable(rows) if other(row)]
        model, numbers, words = train(labelled, [row for row in clean if other(row)], drop)
        held = lambda rows: [row for row in rows if not row.get("none") and not other(row)]
        scored = lambda rows: list(zip(model.predict(matrix(rows, numbers, words)), rows)) if rows else []
        for rows, table in zip(forms, scores):
            table += scored(held(rows))
        alarms += [(score, row) for score, row in scored(held(clean)) if not row["label"]]
        print(f"fold {fold}: {len(numbers)} numbers, {len(words)} words")
    for number, (rows, table) in enumerate(zip(forms, scores), 1):
        places = {row["file"]: row for row in rows}
        for threshold in THRESHOLDS:
            ours = {row["file"] for score, row in table if is_found(score, row, threshold)}
            ours |= set(found[number - 1]) if found else set()
            line = figures(places, ours, False) + figures(places, ours, True)
            print("form %d, from %.2f, words %.2f, addresses %.2f, samples %.2f: precision %.3f  recall %.3f  F1 %.3f  (secrets: %.3f  %.3f  %.3f)" % (number, *threshold, *line))
    for threshold in THRESHOLDS:
        count = sum(is_found(score, row, threshold) for score, row in alarms)
        print("clean trees, from %.2f, words %.2f, addresses %.2f, samples %.2f: %d of %d" % (*threshold, count, len(alarms)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+")
    parser.add_argument("--more", action="append", default=[])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--drop", help="leave out features whose name matches: for ablations")
    parser.add_argument("--found", help="JSON: for each form the places that other rules found")
    parser.add_argument("--out")
    args = parser.parse_args()
    forms = [rows_of(path) for path in args.labelled]
    clean = [row for path in args.more for row in rows_of(path)]
    if args.folds:
        cross_validate(forms, clean, args.folds, args.drop, args.found and json.load(open(args.found, encoding="utf-8")))
    if args.out:
        write(args.out, *train([row for rows in forms for row in usable(rows)], clean, args.drop))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures the training of train.py over repositories: what a model makes of those that it has seen nothing of, in any form.

  measure.py --folds N --divisions M [--drop REGEX] [--found FOUND.json] KIND=ROWS.jsonl …

scripts/generic/cross-validate.ts runs this. Means over divisions into folds are printed. Figures count labelled places, as
creddata.py does with --no-uuid, by the model alone or together with what other rules found (--found).
"""
import argparse, hashlib, json
import numpy
from train import LABELLED, chances, matrix, rows_of, train, usable

# Scores from which values of each making count as found; the first are those of matcher.ts. What a value is believed from
# stands in its row.
MAKINGS = ["random", "words", "address", "sample"]
THRESHOLDS = [(0.45, 0.3, 0.45, 0.6), (0.3, 0.3, 0.3, 0.3), (0.45, 0.45, 0.45, 0.45), (0.6, 0.45, 0.6, 0.7), (0.8, 0.8, 0.8, 0.8)]
# Categories of labels that name no secret: ids, names of hosts, what is used once or is stored in the open.
HARMLESS_CATEGORIES = {
    "UUID", "Nonce", "Salt", "AWS S3 Bucket", "Firebase Domain", "AWS Client ID", "Tencent WeChat API App ID",
}


def fold_of(repo, folds, division):
    name = repo if division == 0 else f"{division} {repo}"
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def is_found(score, row, threshold):
    return score >= min(row["believedFrom"], threshold[MAKINGS.index(row["making"])])


def figures(places, found, secrets_only):
    """Precision, recall and F1."""
    hits = alarms = missed = 0
    for place, row in places.items():
        if row["label"] and (row["uuid"] or (secrets_only and set(row["category"].split(":")) <= HARMLESS_CATEGORIES)):
            continue
        hits += place in found and row["label"] == 1
        alarms += place in found and row["label"] == 0
        missed += place not in found and row["label"] == 1
    precision, recall = hits / max(1, hits + alarms), hits / max(1, hits + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def scores_of(rows, folds, division, drop):
    """Each candidate with the score that a model gives it which has not seen its repository."""
    scores = []
    for fold in range(folds):
        other = lambda row: fold_of(row["repo"], folds, division) != fold
        models, numbers, words = train(usable([row for row in rows if other(row)]), drop)
        held = [row for row in rows if not row.get("none") and not other(row)]
        scores += zip(chances(models, matrix(held, numbers, words)), held)
        print(f"division {division}, fold {fold}: {len(numbers)} numbers, {len(words)} words")
    return scores


def says(threshold):
    return "from %.2f, words %.2f, addresses %.2f, samples %.2f" % threshold


def print_figures(kind, rows, measured, found):
    """Of all labels, and of those that name a secret."""
    places = {row["file"]: row for row in rows}
    for threshold in THRESHOLDS:
        lines = []
        for scores in measured:
            ours = {row["file"] for score, row in scores if row["kind"] == kind and is_found(score, row, threshold)}
            lines.append(figures(places, ours | found, False) + figures(places, ours | found, True))
        each = " ".join("%.3f" % line[2] for line in lines)
        mean = tuple(numpy.mean(lines, axis=0))
        print(f"{kind}, {says(threshold)}: " + "precision %.3f  recall %.3f  F1 %.4f  (secrets: %.3f  %.3f  %.4f)" % mean + f"  each F1 {each}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="+")
    parser.add_argument("--folds", type=int, required=True)
    parser.add_argument("--divisions", type=int, required=True)
    parser.add_argument("--drop", help="leave out features whose name matches: for ablations")
    parser.add_argument("--found", help="JSON: for each labelled kind the places that other rules found")
    args = parser.parse_args()
    tables = {kind: rows_of(path, kind) for kind, path in (argument.split("=", 1) for argument in args.rows)}
    found = json.load(open(args.found, encoding="utf-8")) if args.found else {}
    rows = [row for table in tables.values() for row in table]
    measured = [scores_of(rows, args.folds, division, args.drop) for division in range(args.divisions)]
    for kind in LABELLED:
        print_figures(kind, tables[kind], measured, set(found.get(kind, [])))
    for threshold in THRESHOLDS:
        is_alarm = lambda score, row: row["kind"] not in LABELLED and not row["label"] and is_found(score, row, threshold)
        count = numpy.mean([sum(is_alarm(score, row) for score, row in scores) for scores in measured])
        print(f"text without credentials, {says(threshold)}: {count:.0f}")


if __name__ == "__main__":
    main()

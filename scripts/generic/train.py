#!/usr/bin/env python3
"""Trains the model that tells secrets from other values of credential words.

  train.py --packages PACKAGES.json --out MODEL.json KIND=ROWS.jsonl …

scripts/generic/train.ts makes the rows and runs this. Kinds of rows: `random` and
`words` are labelled places (describe-creddata.ts) whose words are the features, `packages` and `prose` come from text without
credentials (describe-tree.ts), `invented` from describe-synthetic.ts. PACKAGES.json lists the packages that were described.
Settings, seeds, order and versions (requirements.txt) are fixed and one thread computes, so the same rows give the same
file, byte for byte. The file says what made it: settings, versions, packages and a digest of the rows of each kind.
"""
import argparse, hashlib, json, re
from collections import Counter, defaultdict
from pathlib import Path
import lightgbm, numpy

HERE = Path(__file__).parent
PARTS = ["name", "value", "line"]
LABELLED = ["random", "words"]
TESTS = re.compile(
    r"(?:^|/)(?:tests?|__tests__|specs?|testdata|testing|fixtures|examples?|samples?|conformance|testutils?|mocks?)/"
    r"|_test\.|test_|\.test\.|\.spec\.",
    re.IGNORECASE,
)
# `weights`: of a row of a kind, or by what its value is made of where it is labelled as no secret (others weigh 1). Tests of
# packages are full of keys and passwords that the labelled rows call credentials: they weigh less than other files of
# packages, and random values, which nothing but that tells from credentials, hardly at all. Words are harder to tell than
# random values, and are what people type.
# `repositoryPower`: a repository weighs as this power of its number of rows: none rules, one of many kinds counts more.
# `leastRepositories`: a word is a feature when this many repositories use it; in the line before the name it takes more.
SETTINGS = json.loads((HERE / "training.json").read_text(encoding="utf-8"))


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def rows_of(path, kind):
    with open(path, encoding="utf-8") as lines:
        return [{**json.loads(line), "kind": kind} for line in lines]


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
    words = sorted(key for key, repos in users.items() if len(repos) >= SETTINGS["leastRepositories"][key[0]])
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


def weight_of(row):
    in_tests = row["kind"] == "packages" and TESTS.search(row["file"])
    weight = SETTINGS["weights"]["tests of packages" if in_tests else row["kind"]]
    return weight if isinstance(weight, (int, float)) else 1.0 if row["label"] else weight[row["making"]]


def train(rows, drop=None):
    """One model for each seed, and the features: numbers by name, words as (part, word)."""
    numbers, words = features_of([row for row in rows if row["kind"] in LABELLED], drop)
    counts = Counter(row["repo"] for row in rows)
    power = SETTINGS["repositoryPower"] - 1
    weights = numpy.array([counts[row["repo"]] ** power * weight_of(row) for row in rows])
    labels = numpy.array([row["label"] for row in rows])
    data = lightgbm.Dataset(matrix(rows, numbers, words), labels, weight=weights * len(rows) / weights.sum())
    models = [lightgbm.train({**SETTINGS["lightgbm"], "seed": seed}, data, SETTINGS["trees"]) for seed in SETTINGS["seeds"]]
    return models, numbers, words


def chances(models, cells):
    """From 0 to 1: of the mean of the models' log-odds."""
    return 1 / (1 + numpy.exp(-numpy.mean([model.predict(cells, raw_score=True) for model in models], axis=0)))


def short(number, digits):
    return float(f"%.{digits}g" % number)


def nodes_of(node, out, numbers, share):
    """Preorder, four numbers a node: feature, threshold, place of the right child, mean; the last is divided by `share`."""
    if "leaf_value" in node:
        out += [-1, 0, 0, short(node["leaf_value"] / share, 3)]
        return
    feature = node["split_feature"]
    threshold = short(node["threshold"], 5) if feature < numbers else 0.5
    place = len(out)
    out += [feature, threshold, 0, short(node["internal_value"] / share, 3)]
    nodes_of(node["left_child"], out, numbers, share)
    out[place + 2] = len(out) // 4
    nodes_of(node["right_child"], out, numbers, share)


def write(path, made, models, numbers, words):
    trees = []
    for tree in [tree for model in models for tree in model.dump_model()["tree_info"]]:
        trees.append([])
        nodes_of(tree["tree_structure"], trees[-1], len(numbers), len(models))
    compact = lambda value: json.dumps(value, separators=(",", ":"))
    members = {"numbers": numbers, "words": words, "trees": trees}
    lists = [f'"{name}":[\n' + ",\n".join(map(compact, items)) + "\n]" for name, items in members.items()]
    with open(path, "w", encoding="utf-8") as out:
        out.write('{\n"made":' + json.dumps(made, indent=1) + ',\n"bias":0,\n' + ",\n".join(lists) + "\n}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="+")
    parser.add_argument("--packages", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    files = dict(argument.split("=", 1) for argument in args.rows)
    kinds = [kind for kind in SETTINGS["weights"] if kind in files]
    rows = [row for kind in kinds for row in usable(rows_of(files[kind], kind))]
    made = {
        "by": "scripts/generic/train.ts",
        "settings": SETTINGS,
        "requirements": (HERE / "requirements.txt").read_text(encoding="utf-8").split(),
        "packages": json.loads(Path(args.packages).read_text(encoding="utf-8")),
        "rows": {kind: digest_of(Path(files[kind]).read_bytes()) for kind in kinds},
    }
    write(args.out, made, *train(rows))


if __name__ == "__main__":
    main()

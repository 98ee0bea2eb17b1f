"""`maklumat django train_routing FILE …`: learn class and category from labelled texts, and print how well it guesses.

FILE: CSV or JSON lines with a column of texts (text, isi, laporan) and labels: category (or sektor, kategori) and kind (or jenis,
klasifikasi). A third of the texts is held back and never seen in training; the figures are about these only.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...queries.routing import own_file
from ...rules.routing import FORMAT, Model, features_of, read
from ...rules.text import tokens

TEXT = ("text", "isi", "isi_laporan", "isi laporan", "laporan", "aduan", "keluhan", "description")
LABELS = {
    "category": ("category", "kategori", "sektor", "sector", "topik"),
    "kind": ("kind", "jenis", "klasifikasi", "class"),
}
FEWEST, SHARES = 8, 10
Row = tuple[str, str]


class Command(BaseCommand):
    help = "Learn to suggest class and category from labelled texts; prints accuracy, baselines and calibration."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="CSV or JSON lines")
        parser.add_argument("--out", type=Path, help="where to write the models (default: the installation's own)")
        parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")

    def handle(self, *args, files, out, dry, **options):
        try:
            import sklearn  # noqa: F401
        except ImportError as fault:
            raise CommandError("Training needs scikit-learn: pip install 'maklumat[routing]'") from fault
        rows = [row for file in files for row in _rows(file)]
        models = {}
        for name, columns in LABELS.items():
            labelled = _labelled(rows, columns)
            if len({label for _text, label in labelled}) < 2:
                self.stdout.write(f"{name}: no labels\n")
                continue
            train = [row for row in labelled if not _held_back(row[0])]
            test = [row for row in labelled if _held_back(row[0])]
            for line in evaluation(name, read(learn(train)), train, test):
                self.stdout.write(line)
            models[name] = learn(labelled)
        if models and not dry:
            target = out or own_file()
            target.write_text(json.dumps(models, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
            self.stdout.write(f"Written: {target}")


def learn(rows: Sequence[Row]) -> dict[str, Any]:
    """A model in its JSON form: TF-IDF and multinomial logistic regression, its sureness set by what it did not see."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    vectors = TfidfVectorizer(analyzer=features_of, min_df=2, sublinear_tf=True, norm="l2")
    matrix = vectors.fit_transform(text for text, _label in rows)
    known, kind = [label for _text, label in rows], LogisticRegression(C=10, max_iter=2000, class_weight="balanced")
    scores = cross_val_predict(kind, matrix, known, cv=4, method="decision_function")
    model = kind.fit(matrix, known)
    labels, weights, bias = [str(one) for one in model.classes_], model.coef_, model.intercept_
    if len(labels) == 2:  # the library keeps one row for two labels
        weights, bias = [-weights[0] / 2, weights[0] / 2], [-bias[0] / 2, bias[0] / 2]
        scores = [[-one / 2, one / 2] for one in scores]
    sure = _sureness(scores, [labels.index(label) for label in known])
    return {
        "format": FORMAT,
        "labels": labels,
        "bias": [round(float(one) * sure, 3) for one in bias],
        "rarity": {name: round(float(vectors.idf_[at]), 3) for name, at in vectors.vocabulary_.items()},
        "weights": {
            name: [round(float(row[at]) * sure, 2) for row in weights] for name, at in vectors.vocabulary_.items()
        },
    }


def _sureness(scores: Any, right: Sequence[int]) -> float:
    """By what to multiply scores so that probabilities say how often they are right: the least loss on texts not learnt."""
    import numpy

    def loss(factor: float) -> float:
        scaled = numpy.asarray(scores) * factor
        scaled -= scaled.max(axis=1, keepdims=True)
        chances = numpy.exp(scaled) / numpy.exp(scaled).sum(axis=1, keepdims=True)
        return -float(numpy.log(chances[range(len(right)), right] + 1e-12).sum())

    return min((step / 10 for step in range(5, 61)), key=loss)


def evaluation(name: str, model: Model, train: Sequence[Row], test: Sequence[Row]) -> Iterator[str]:
    """The figures about the texts held back, a line each."""
    guesses = [(label, model.suggest(text)) for text, label in test]
    common = [label for label, _count in Counter(label for _text, label in train).most_common()]
    words = _keywords(train)
    yield f"{name}: {len(train)} texts learnt, {len(test)} held back, {len(common)} labels"
    for most in (1, 3):
        ours = sum(label in [one.label for one in found[:most]] for label, found in guesses) / len(test)
        majority = sum(label in common[:most] for _text, label in test) / len(test)
        keyword = sum(label in _by_keywords(text, words, common)[:most] for text, label in test) / len(test)
        yield f"  top-{most}: model {ours:.3f}, keywords {keyword:.3f}, majority {majority:.3f}"
    yield f"  calibration (expected error): {_calibration(guesses):.3f}"
    for low, high, said, right, count in _steps(guesses):
        yield f"    said {low:.0%} to {high:.0%}: {count} times, on average {said:.2f}, right {right:.2f}"


def _keywords(train: Sequence[Row]) -> dict[str, list[str]]:
    """The baseline: for each label the twelve words that stand in it most often, beyond their share elsewhere."""
    everywhere = Counter(word for text, _label in train for word in tokens(text))
    found = {}
    for label in {label for _text, label in train}:
        here = Counter(word for text, one in train if one == label for word in tokens(text))
        found[label] = sorted(here, key=lambda word: (-(here[word] ** 2) / everywhere[word], word))[:12]
    return found


def _by_keywords(text: str, words: dict[str, list[str]], common: Sequence[str]) -> list[str]:
    present = set(tokens(text))
    return sorted(common, key=lambda label: (-len(present & set(words[label])), common.index(label)))


def _steps(guesses: Iterable[tuple[str, tuple]]) -> Iterator[tuple[float, float, float, float, int]]:
    firsts = [(found[0].probability, found[0].label == label) for label, found in guesses if found]
    for step in range(SHARES):
        low, high = step / SHARES, (step + 1) / SHARES
        inside = [one for one in firsts if low <= one[0] < high or (high == 1 and one[0] == 1)]
        if inside:
            yield (
                low,
                high,
                sum(p for p, _r in inside) / len(inside),
                sum(r for _p, r in inside) / len(inside),
                len(inside),
            )


def _calibration(guesses: Sequence[tuple[str, tuple]]) -> float:
    steps = list(_steps(guesses))
    return sum(abs(said - right) * count for _l, _h, said, right, count in steps) / max(1, sum(s[4] for s in steps))


def _held_back(text: str) -> bool:
    """A third of the texts; copies that differ in numbers, case or signs fall on the same side."""
    plain = re.sub(r"[^a-z]+", " ", text.casefold()).strip()
    return hashlib.sha256(plain.encode()).digest()[0] % 3 == 0


def _labelled(rows: Iterable[dict[str, str]], columns: Sequence[str]) -> list[Row]:
    """Texts with their label, each text once; labels that stand too seldom are left out."""
    found: dict[str, str] = {}
    for row in rows:
        text, label = _of(row, TEXT), _of(row, columns).strip().lower()
        if text and label:
            found.setdefault(text, label)
    counts = Counter(found.values())
    return [(text, label) for text, label in found.items() if counts[label] >= FEWEST]


def _of(row: dict[str, str], columns: Sequence[str]) -> str:
    return next((str(row[name]) for name in columns if row.get(name)), "")


def _rows(file: Path) -> Iterator[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            if file.suffix in (".jsonl", ".ndjson"):
                yield from (json.loads(line) for line in lines if line.strip())
            else:
                yield from ({(k or "").strip().lower(): v for k, v in row.items()} for row in csv.DictReader(lines))
    except (OSError, ValueError) as fault:
        raise CommandError(f"{file} cannot be read: {fault}") from fault

#!/usr/bin/env python3
"""The tables of training/README.md from what compare.py and compare_ck48.py printed, as Markdown.

    tables.py RUN/compare.json [RUN/compare_ck48.json]
"""
import json
import sys
from pathlib import Path

METHODS = [
    *("first frame", "middle frame", "last frame", "surest frame"),
    *("mean of probabilities", "mean of logits", "LSTM"),
]  # fmt: skip


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def percent(rate):
    return f"{100 * rate:.1f}"


def worn(result):
    lengths = result["lengths"]
    row("accuracy %", *(length if length == "unworn" else f"{length} worn" for length in lengths))
    row(*["---"] * (len(lengths) + 1))
    for name in METHODS:
        row(name, *(percent(found[name]["accuracy"]) for found in lengths.values()))
    differences = [found["difference"] for found in lengths.values()]
    row("LSTM less the better mean", *(f"{100 * d['difference']:+.1f}" for d in differences))
    row("its 95 % interval", *(f"{100 * d['interval'][0]:+.1f} to {100 * d['interval'][1]:+.1f}" for d in differences))
    row("McNemar's p", *(f"{d['p']:.3f}" for d in differences))
    for key, digits in (("macro_f1", 3), ("ece", 3)):
        for name in METHODS[-3:]:
            row(f"{key}, {name}", *(f"{found[name][key]:.{digits}f}" for found in lengths.values()))
    others = [[percent(rate) for rate in found["other seeds"]] for found in lengths.values()]
    if any(others):
        row("LSTM of other seeds", *(", ".join(rates) for rates in others))
    low, high = result["pooled"]["interval"]
    print(f"\nn {result['n']}; 2 to 16 frames together {100 * result['pooled']['difference']:+.2f} ({100 * low:+.2f} to {100 * high:+.2f})")
    print(f"ship: {result['ship']}; CK+48 by mapping: {result.get('ck48_by_mapping')}\n")


def ck48(result):
    row("CK+48, three frames, 10-fold", "accuracy %", "macro-F1")
    row("---", "---", "---")
    for name, found in result.items():
        if isinstance(found, dict) and "macro_f1" in found:
            row(name, percent(found["accuracy"]), f"{found['macro_f1']:.3f}")
    print(f"\nn {result['sequences']}; {result['difference']}")


if __name__ == "__main__":
    for path in sys.argv[1:]:
        found = json.loads(Path(path).read_text())
        worn(found) if "lengths" in found else ck48(found)

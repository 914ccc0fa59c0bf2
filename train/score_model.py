"""Score an exported statement model on annotated articles, and say how fast it is:

python train/score_model.py --model statements.onnx --tokenizer tokenizer.json --dev DEV.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime

from attributions import read_once
from decode import find
from score_attributions import content_and_link
from word_pieces import load_tokenizer


def main() -> None:
    """Find attributions in every article and compare them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--tokenizer", type=Path, required=True)
    options.add_argument("--dev", type=Path, required=True)
    options.add_argument("--out", type=Path, help="write what was found, a line of JSON for each article")
    given = options.parse_args()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(given.model, settings, providers=["CPUExecutionProvider"])

    def run(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        found = session.run(None, {"ids": ids[None], "features": features[None], "mask": np.ones_like(ids)[None]})
        return found[0][0], found[1][0], found[2][0]

    dev, tokenizer = read_once(given.dev), load_tokenizer(given.tokenizer)
    words, begun = sum(len(row["text"].split()) for row in dev), time.process_time()
    found = find(dev, tokenizer, run)
    seconds = time.process_time() - begun
    if given.out:
        given.out.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    figures = {k: round(v, 4) for k, v in content_and_link(dev, found).items()}
    print(json.dumps({"articles": len(dev), **figures, "words_per_cpu_second": round(words / seconds)}))


if __name__ == "__main__":
    main()

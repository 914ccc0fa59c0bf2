"""Train the statement model: python train/train_statements.py --train FILE --dev FILE --encoder FOLDER --out FOLDER

FILEs are annotated articles, a line of JSON each: {"id", "text", "attributions": [{"source", "cue", "content"}]}, the
spans in characters. Every pass draws the windows of an article anew; in some the quotation marks are hidden, since not
all articles have any. After each pass the model is scored on --dev, and kept if it is the best so far.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from attributions import NONE, Lesson, lesson, read, read_once
from decode import WINDOW, find
from score_attributions import content_and_link
from statement_net import StatementNet
from word_pieces import MARK_PIECE, QUOTED, load_tokenizer

BATCH = 8
WITHOUT_MARKS = 0.08  # of the windows
POINTS, OUTSIDE = 0.5, 0.1  # weights: of the pointers, of words outside that point at nothing


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article to learn from, of WINDOW pieces at most; arrays as in `Lesson`, 0 to n for pointers."""

    ids: np.ndarray
    features: np.ndarray
    labels: np.ndarray
    cue: np.ndarray
    source: np.ndarray


def main() -> None:
    """Train, score, keep."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--train", type=Path, required=True)
    options.add_argument("--dev", type=Path, required=True)
    options.add_argument("--encoder", type=Path, required=True, help="folder with config.json and model.safetensors")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--passes", type=float, default=5)
    options.add_argument("--rate", type=float, default=2e-4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)

    given = options.parse_args()
    random.seed(given.seed)
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    tokenizer = load_tokenizer(given.encoder / "tokenizer.json")
    lessons = [lesson(row, tokenizer) for row in read(given.train)]
    dev = read_once(given.dev)
    net = StatementNet(BertModel.from_pretrained(given.encoder, add_pooling_layer=False, attn_implementation="sdpa"))
    net.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    given.out.mkdir(parents=True, exist_ok=True)
    learn(net, lessons, dev, tokenizer, given)


def learn(net: StatementNet, lessons: list[Lesson], dev: list, tokenizer: Tokenizer, given: argparse.Namespace) -> None:
    """Go through the lessons for some passes; write the log and the best model."""
    draw = random.Random(given.seed)
    batches = batches_of(lessons, draw)
    steps = int(len(batches) * given.passes)
    heads = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    groups = [{"params": body, "lr": given.rate}, {"params": heads, "lr": 4 * given.rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, steps // 16)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / max(1, steps - warm)))
    )
    begun, step, best, run = time.time(), 0, 0.0, []
    while step < steps:
        net.train()
        for batch in batches:
            loss = loss_of(net, batch)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            pace.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            run.append(float(loss.detach()))
            if step % 50 == 0 or step == steps:
                note(
                    given.out,
                    {"step": step, "of": steps, "loss": sum(run[-50:]) / len(run[-50:]), "s": time.time() - begun},
                )
            if step >= steps:
                break
        figures = evaluate(net, dev, tokenizer)
        note(given.out, {"step": step, "s": time.time() - begun, **figures})
        if figures["link50"] > best:
            best = figures["link50"]
            torch.save(net.state_dict(), given.out / "best.pt")
        batches = batches_of(lessons, draw)


def note(out: Path, row: dict[str, float]) -> None:
    """Append a line to the log, and print it."""
    line = json.dumps({k: round(v, 4) for k, v in row.items()})
    print(line, flush=True)
    with (out / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def batches_of(lessons: list[Lesson], draw: random.Random) -> list[list[Window]]:
    """Draw windows from every lesson, and put those of like length together."""
    cuts = []
    for one in lessons:
        at = 0
        size = draw.randint(WINDOW // 4, WINDOW)
        while at < len(one.pieces.ids):
            cuts.append((one, at, min(at + size, len(one.pieces.ids))))
            at, size = at + size, WINDOW
    draw.shuffle(cuts)
    cuts.sort(key=lambda c: (c[2] - c[1]) // 32)
    groups = [cuts[i : i + BATCH] for i in range(0, len(cuts), BATCH)]
    draw.shuffle(groups)
    return [[window(*c, draw.random() < WITHOUT_MARKS) for c in group] for group in groups]


def window(one: Lesson, a: int, b: int, without_marks: bool) -> Window:
    """Cut a window out of a lesson; what points out of it is not learnt."""
    ids, features = one.pieces.ids[a:b].copy(), one.pieces.features[a:b].copy()
    labels = one.labels[a:b].copy()
    keep = np.ones(len(ids), bool)
    if without_marks:
        features &= ~QUOTED
        keep = ids != MARK_PIECE
    new = np.cumsum(keep) - 1
    cue, source = (_inside(x[a:b], a, b, keep, new) for x in (one.cue_of, one.source_of))
    return Window(ids[keep], features[keep], labels[keep], cue[keep], source[keep])


def _inside(at: np.ndarray, a: int, b: int, keep: np.ndarray, new: np.ndarray) -> np.ndarray:
    out = np.full(len(at), -100)
    out[at == NONE] = WINDOW  # nothing, the last column
    inside = (at >= a) & (at < b)
    kept = inside.copy()
    kept[inside] = keep[at[inside] - a]
    out[kept] = new[at[kept] - a]
    return out


def loss_of(net: StatementNet, batch: list[Window]) -> torch.Tensor:
    """Return the loss of a batch: labels, and pointers of contents and cues."""
    n = max(len(w.ids) for w in batch)

    def stacked(name: str, fill: int) -> torch.Tensor:
        rows = [np.pad(getattr(w, name), (0, n - len(w.ids)), constant_values=fill) for w in batch]
        return torch.from_numpy(np.stack(rows))

    ids, features = stacked("ids", 0), stacked("features", 0)
    mask = (torch.arange(n)[None, :] < torch.tensor([[len(w.ids)] for w in batch])).long()
    labels, to_cue, to_source = net(ids, features, mask)
    gold = stacked("labels", -100)
    loss = nn.functional.cross_entropy(labels.flatten(0, 1), gold.flatten(), ignore_index=-100)
    for scores, name in ((to_cue, "cue"), (to_source, "source")):
        target = stacked(name, -100)
        target = torch.where(target == WINDOW, n, target)
        each = nn.functional.cross_entropy(scores.flatten(0, 1), target.flatten(), ignore_index=-100, reduction="none")
        flat = target.flatten()
        weight = torch.where(flat == n, OUTSIDE if name == "cue" else 1.0, 1.0) * (flat != -100)
        loss = loss + POINTS * (each * weight).sum() / weight.sum().clamp(min=1)
    return loss


@torch.no_grad()
def evaluate(net: StatementNet, dev: list, tokenizer: Tokenizer) -> dict[str, float]:
    """Score the model on annotated articles."""
    net.eval()

    def run(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        ones = torch.ones(1, len(ids), dtype=torch.long)
        found = net(torch.from_numpy(ids)[None], torch.from_numpy(features)[None], ones)
        return tuple(x[0].numpy() for x in found)

    return content_and_link(dev, find(dev, tokenizer, run))


if __name__ == "__main__":
    main()

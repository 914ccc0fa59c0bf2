"""Export a trained statement model to ONNX, its encoder in whole numbers of 8 bits:

    python train/export_statements.py --model out/statements/best.pt --encoder FOLDER --out statements.onnx

Matrices are quantised by channel, the table of word pieces too; the heads stay as they are, since labels and pointers
suffer more from rounding than the encoder does.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertModel

from statement_net import StatementNet

HEADS = ("labels", "cue", "source")


def main() -> None:
    """Export, quantise, say how large the files are."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--encoder", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    net = StatementNet(BertModel.from_pretrained(given.encoder, add_pooling_layer=False, attn_implementation="eager"))
    net.load_state_dict(torch.load(given.model, weights_only=True))
    whole = given.out.with_suffix(".fp32.onnx")
    export(net.eval(), whole)
    heads = [n.name for n in onnx.load(whole).graph.node if n.name.split("/")[1:2] and n.name.split("/")[1] in HEADS]
    quantize_dynamic(
        whole,
        given.out,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=heads,
    )
    for path in (whole, given.out):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def export(net: StatementNet, out: Path) -> None:
    """Write the network with batches and windows of any size."""
    ids = torch.ones(2, 40, dtype=torch.long)
    names = ["ids", "features", "mask"]
    axes = {name: {0: "batch", 1: "pieces"} for name in [*names, "to_label", "to_cue", "to_source"]}
    torch.onnx.export(
        net,
        (ids, torch.zeros_like(ids), torch.ones_like(ids)),
        out,
        input_names=names,
        output_names=["to_label", "to_cue", "to_source"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()

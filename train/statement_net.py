"""The network that finds statements: an encoder, a label for each piece, and two pointers.

One pointer leads from a piece to the cue whose content it is, one from a cue to its source; each may point at nothing.
Pointing follows Vinyals et al. (2015); a bias for the distance is learnt besides.
"""

from __future__ import annotations

import math

import torch
from torch import nn
from transformers import BertModel

from attributions import LABELS

WIDTH = 128  # of what is compared to point
FAR, BUCKETS = 192, 24  # pieces beyond which distance counts no more; steps of distance on either side
FEATURES = 4


class Pointer(nn.Module):
    """Scores (b, n, n + 1) of pointing from each piece at each piece; the last column is nothing."""

    def __init__(self, size: int) -> None:
        """Make the pointer over vectors of some size."""
        super().__init__()
        self.start, self.end = nn.Linear(size, WIDTH), nn.Linear(size, WIDTH)
        self.nothing = nn.Linear(size, 1)
        self.bias = nn.Embedding(2 * BUCKETS + 1, 1)
        nn.init.zeros_(self.bias.weight)

    def forward(self, h: torch.Tensor, steps: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Score; `steps` (n, n) are distances in steps, `mask` (b, n) is 0 where nothing stands."""
        scores = self.start(h) @ self.end(h).transpose(1, 2) / math.sqrt(WIDTH) + self.bias(steps).squeeze(-1)
        scores = scores + (mask[:, None, :].to(h.dtype) - 1) * 1e4
        return torch.cat([scores, self.nothing(h)], dim=2)


class StatementNet(nn.Module):
    """Labels (b, n, 7) and the two pointers of windows of pieces."""

    def __init__(self, encoder: BertModel) -> None:
        """Put the heads on an encoder."""
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.features = nn.Embedding(FEATURES, size)
        nn.init.zeros_(self.features.weight)
        self.dropout = nn.Dropout(0.1)
        self.labels = nn.Linear(size, len(LABELS))
        self.cue, self.source = Pointer(size), Pointer(size)

    def forward(
        self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the scores of labels, of cues and of sources."""
        inputs = self.encoder.embeddings.word_embeddings(ids) + self.features(features)
        h = self.dropout(self.encoder(inputs_embeds=inputs, attention_mask=mask).last_hidden_state)
        at = torch.arange(ids.shape[1])
        steps = in_steps(at[None, :] - at[:, None])
        return self.labels(h), self.cue(h, steps, mask), self.source(h, steps, mask)


def in_steps(distance: torch.Tensor) -> torch.Tensor:
    """Return distances as steps that grow with the distance, from 0 to 2 * BUCKETS."""
    size = torch.log1p(distance.abs().clamp(max=FAR).float()) / math.log1p(FAR)
    return (torch.sign(distance) * torch.round(size * BUCKETS) + BUCKETS).long()

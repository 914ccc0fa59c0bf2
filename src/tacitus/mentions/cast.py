"""The cast of one article: its mentions, chained, with their resolutions. Extractors ask it who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.mentions.profiles import Profile
from tacitus.parsing.parsed import Parsed
from tacitus.records import Mention, Resolution, Role, Span, make_id


@dataclass(slots=True)
class Cast:
    """Mentions by the token that heads them, and the ranked resolutions of each (by mention id).

    `profiles` holds what the words of a mention tell: its bare name, its role noun with owners, number, gender.
    """

    parsed: Parsed
    mentions: list[Mention] = field(default_factory=list)
    resolutions: dict[str, tuple[Resolution, ...]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    _by_head: dict[int, Mention] = field(default_factory=dict)
    _by_id: dict[str, Mention] = field(default_factory=dict)
    _place: dict[int, int] = field(default_factory=dict)

    def add(self, head: int, span: Span, kind: str, found_by: str, chain_id: str | None = None) -> Mention:
        """Add the mention headed by token `head`, or return the one that is there."""
        if head in self._by_head:
            return self._by_head[head]
        t, article = self.parsed[head], self.parsed.article
        mid = make_id("mention", article.id, span.start, span.end)
        mention = Mention(mid, article.id, *span, t.start, t.end, kind, chain_id or mid, found_by)
        self._place[head] = len(self.mentions)
        self.mentions.append(mention)
        self._by_head[head] = self._by_id[mid] = mention
        return mention

    def replace(self, head: int, mention: Mention) -> None:
        """Put `mention` (same id, another chain or kind) in the place of the one headed by `head`."""
        self.mentions[self._place[head]] = mention
        self._by_head[head] = self._by_id[mention.id] = mention

    def at(self, head: int) -> Mention | None:
        """Return the mention headed by token `head`."""
        return self._by_head.get(head)

    def head_of(self, mention: Mention) -> int:
        """Return the token that heads `mention`."""
        head = self.parsed.token_at(mention.head_start)
        assert head is not None
        return head

    def get(self, mention_id: str) -> Mention:
        """Return the mention with this id."""
        return self._by_id[mention_id]

    def best(self, mention: Mention | None) -> Resolution | None:
        """Return who the mention is taken to be; None if nobody could be made out."""
        ranked = self.resolutions.get(mention.id, ()) if mention else ()
        return ranked[0] if ranked else None

    def is_actor(self, mention: Mention | None) -> bool:
        """Say whether the mention is taken to be a political actor, a person or an organisation."""
        best = self.best(mention)
        return best is not None and best.sector is not None

    def same(self, a: Mention, b: Mention) -> bool:
        """Say whether two mentions are taken to be one actor."""
        if a.chain_id == b.chain_id:
            return True
        x, y = self.best(a), self.best(b)
        if not x or not y:
            return False
        return x.entity_id == y.entity_id if x.entity_id and y.entity_id else bool(x.name) and x.name == y.name


def fill(
    record_id: str,
    role: str,
    chosen: list[tuple[Mention, str]],
    rejected: list[tuple[Mention, str]] | None = None,
) -> list[Role]:
    """Make the role rows of a record: the (mention, reason) pairs chosen first, then those rejected."""
    out: list[Role] = []
    for is_chosen, pairs in ((True, chosen), (False, rejected or [])):
        for mention, reason in pairs:
            if all(r.mention_id != mention.id for r in out):
                out.append(Role(record_id, role, len(out), mention.id, is_chosen, reason))
    return out

"""A small study made by hand: what networks and exports are tested on."""

from dataclasses import dataclass, field

from tacitus.exports.export_tables import Book, Tables
from tacitus.records import (
    Article,
    Content,
    Event,
    Mention,
    Position,
    Resolution,
    Role,
    Statement,
    make_id,
)

# name -> (country, sector, kind of entity)
WHO = {
    "Ana Ruiz": ("ARG", "GOV", "person"),
    "Chile": ("CHL", "GOV", "country"),
    "Ghana": ("GHA", "GOV", "country"),
    "Lima Group": (None, "IGO", "body"),
    "Acme; Mining": ("CAN", "BUS", "body"),
    "Reuters": ("GBR", "MED", "body"),
}


@dataclass
class Study:
    """Adds articles and records; names that are not in WHO stay unresolved."""

    tables: Tables = field(default_factory=Tables)

    def article(self, text: str, **rest: str) -> Article:
        article = Article.make(text, **rest)
        self.tables.articles.append(article)
        return article

    def mention(self, article: Article, text: str) -> str:
        start = article.text.index(text)
        mid = make_id("mention", article.id, start, start + len(text))
        if mid not in {m.id for m in self.tables.mentions}:
            span = (start, start + len(text))
            self.tables.mentions.append(Mention(mid, article.id, *span, text, *span, "name", mid, "hand"))
            if text in WHO:
                country, sector, kind = WHO[text]
                entity = f"{kind}:{country if kind == 'country' else text.lower()}"
                self.tables.resolutions.append(Resolution(mid, 0, text, country, sector, entity, 0.9, "its name"))
                self.tables.resolutions.append(Resolution(mid, 1, "Somebody Else", None, "UNS", None, 0.1, "no"))
        return mid

    def roles(self, article: Article, record_id: str, **names: list[str] | str) -> None:
        for role, texts in names.items():
            for rank, text in enumerate([texts] if isinstance(texts, str) else texts):
                self.tables.roles.append(Role(record_id, role, rank, self.mention(article, text), True, "by hand"))

    def event(self, article: Article, kind: str, trigger: str, quad: str, cameo: str, **rest: object) -> Event:
        names = {k: rest.pop(k) for k in ("actor", "recipient", "source") if k in rest}
        start = article.text.index(trigger)
        eid = make_id("event", article.id, start, kind)
        span = (start, start + len(trigger))
        e = Event(
            eid, article.id, kind, *span, trigger, 0, len(article.text), "hand", quad_class=quad, cameo=cameo, **rest
        )  # type: ignore[arg-type]
        self.tables.events.append(e)
        self.roles(article, eid, **names)  # type: ignore[arg-type]
        return e

    def position(self, article: Article, holder: str, stance: str, target: str, **rest: object) -> Position:
        names = {k: rest.pop(k) for k in ("target_actor", "source") if k in rest}
        pid = make_id("position", article.id, holder, target, stance)
        end = len(article.text)
        p = Position(
            pid, article.id, stance, target, 0, end, article.text, 0, end, article.text, 0, end, "hand", **rest
        )  # type: ignore[arg-type]
        self.tables.positions.append(p)
        self.roles(article, pid, holder=holder, **names)  # type: ignore[arg-type]
        return p

    def statement(self, article: Article, speaker: str, cue: str, content: str, **names: str) -> Statement:
        start, at = article.text.index(cue), article.text.index(content)
        sid = make_id("statement", article.id, at, at + len(content))
        s = Statement(sid, article.id, "direct", start, start + len(cue), cue, 0, len(article.text), "hand")
        self.tables.statements.append(s)
        self.tables.contents.append(Content(sid, 0, at, at + len(content), content))
        self.roles(article, sid, speaker=speaker, **names)
        return s

    @property
    def book(self) -> Book:
        return Book(self.tables)


def crisis() -> Study:
    """Three articles: sanctions and an attack, two positions and a quotation, one more position."""
    study = Study()
    one = study.article(
        "🕊 Chile and Ghana imposed sanctions on Acme; Mining.\tThe Lima Group\nbacked Chile.\n\nIn Ghana armed men"
        " attacked Ana Ruiz.",
        key="one",
        title='Sanctions on "Acme"; more',
        published="2019-02-27",
        source="Daily Post",
        url="https://news.example.org/one",
    )
    study.event(
        one,
        "SANCTION",
        "imposed sanctions",
        "Material conflict",
        "163",
        actor=["Chile", "Ghana"],
        recipient="Acme; Mining",
        mode="discontinue",
        date="2019-02",
    )
    study.event(
        one,
        "ASSAULT",
        "attacked",
        "Material conflict",
        "190",
        actor="armed men",
        recipient="Ana Ruiz",
        place_text="Ghana",
        killed=2,
        source="Lima Group",
    )
    study.event(one, "SUPPORT", "backed", "Verbal cooperation", "051", recipient="Chile", status="denied")
    two = study.article(
        "Ana Ruiz told Reuters: “We oppose the mine.” Ghana backs the mine.", key="two", published="2019-03-04"
    )
    study.position(two, "Ana Ruiz", "against", "the mine in Chile", target_actor="Reuters")
    study.position(two, "Ghana", "for", "Mine in Chile")
    study.statement(two, "Ana Ruiz", "told", "We oppose the mine.", addressee="Reuters")
    three = study.article("The Lima Group is for the mine.", key="three", published="2019-03-05")
    study.position(three, "Lima Group", "for", "the mine, Chile")
    return study
